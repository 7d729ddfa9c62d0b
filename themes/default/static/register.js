// Narrows the list of action items down. The list is cut into pages; the others are read when a filter is
// chosen, and what fits is shown in their order. What is chosen stands in the address.

const part = {};
for (const each of document.querySelectorAll("[data-part]")) part[each.dataset.part] = each;
const { form, status, rows } = part;
const pager = document.querySelector(".pager");
const addresses = Array.from({ length: Number(form.dataset.pages) }, (_, at) =>
  new URL(at === 0 ? form.dataset.first : `${form.dataset.further}${at + 1}/`, document.baseURI).href);
const own = Number(form.dataset.page) - 1;
const selects = [...form.querySelectorAll("select")];
// By page: its rows, or a promise of them. This page is here already.
const pages = addresses.map(() => null);
pages[own] = Promise.resolve([...rows.rows]);
let asked = 0;

/** The rows of a page, with links that work from this one. */
function read(at) {
  pages[at] ??= fetch(addresses[at]).then(async (answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    const other = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = [...other.querySelector("[data-part=rows]").rows];
    for (const link of other.querySelectorAll("[data-part=rows] a")) {
      link.href = new URL(link.getAttribute("href"), answer.url || addresses[at]).href;
    }
    return found.map((row) => document.adoptNode(row));
  });
  return pages[at];
}

function chosen() {
  return selects.filter((select) => select.value !== "").map((select) => [select.name, select.value]);
}

function fits(row, filters) {
  return filters.every(([name, value]) => {
    const has = row.dataset[name] ?? "";
    if (value === "-") return has === "";
    return name === "team" || name === "service" ? has.split(" ").includes(value) : has === value;
  });
}

const number = new Intl.NumberFormat(form.dataset.language);

function say(name, slots) {
  const text = part[name].content.cloneNode(true);
  for (const slot of text.querySelectorAll("[data-slot]")) slot.textContent = number.format(slots[slot.dataset.slot]);
  status.replaceChildren(text);
}

async function apply() {
  const mine = ++asked;
  const filters = chosen();
  if (pager) pager.hidden = filters.length > 0;
  form.querySelector("[type=reset]").hidden = filters.length === 0;
  if (filters.length === 0) {
    rows.replaceChildren(...(await pages[own]));
    status.replaceChildren();
    return;
  }
  const shown = [];
  let failed = false;
  for (let at = 0; at < addresses.length; at += 1) {
    // The next ones are on their way meanwhile.
    for (let ahead = at; ahead < Math.min(at + 4, addresses.length); ahead += 1) {
      read(ahead).catch(() => {});
    }
    try {
      shown.push(...(await read(at)).filter((row) => fits(row, filters)));
    } catch {
      pages[at] = null;
      failed = true;
    }
    if (mine !== asked) return;
    if (at + 1 < addresses.length && at % 8 === 0) {
      rows.replaceChildren(...shown);
      say("reading", { shown: shown.length, page: at + 2, pages: addresses.length });
    }
  }
  rows.replaceChildren(...shown);
  say(failed ? "failed" : "found", { shown: shown.length, all: form.dataset.all });
}

function remember() {
  const address = new URL(location.href);
  address.search = new URLSearchParams(chosen()).toString();
  address.hash = "";
  history.replaceState(null, "", address);
  apply();
}

function recall() {
  const wanted = new URLSearchParams(location.search);
  for (const select of selects) {
    select.value = wanted.get(select.name) ?? "";
    // A value that nothing has any more.
    if (select.selectedIndex < 0) select.value = "";
  }
}

/** An item may have moved to another page since somebody linked to it. */
async function seek(id) {
  for (let at = 0; at < addresses.length; at += 1) {
    if (at === own) continue;
    const found = await read(at).catch(() => []);
    if (found.some((row) => row.id === id)) {
      location.replace(`${addresses[at]}#${encodeURIComponent(id)}`);
      return;
    }
  }
}

form.inert = false;
recall();
form.addEventListener("change", remember);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const select of selects) select.value = "";
  remember();
});
addEventListener("popstate", () => {
  recall();
  apply();
});
if (chosen().length > 0) {
  apply();
} else {
  const id = decodeURIComponent(location.hash.slice(1));
  if (id.includes(":") && !document.getElementById(id)) seek(id);
}
