// The search page: a query in, results out. What it says stands in the page's templates; the text
// of the field is the only state. Content reaches the page as text, never as HTML.
import { open } from "./search-index.js";

const root = document.getElementById("pm-search");
const ui = {};
for (const each of root.querySelectorAll("[data-part]")) ui[each.dataset.part] = each;
const { field, list } = ui;
const step = Number(root.dataset.limit);
// `last` is the query committed last: the history's current entry goes back to it when another
// query gets its own.
let opening, groups, answer, timer, limit, typing, long, last;
let turn = 0;

// Numbers as the page's words have them, and the words of a list of titles.
const number = new Intl.NumberFormat(root.dataset.language);
const named = (list, key) => ui[list].content.querySelector(`[data-key="${key}"]`)?.textContent ?? key;

// "12 results", in the form that the language has for the number.
const told = (count, what) => {
  const one = root.dataset.singular.split(" ").includes(String(count));
  return clone(what + (one ? "-one" : "-other"), { n: number.format(count) });
};

// A filled copy of a template; what stays empty is left out.
const clone = (name, values) => {
  const copy = ui[name].content.cloneNode(true);
  for (const slot of copy.querySelectorAll("[data-slot]")) {
    const { slot: from, each } = slot.dataset;
    slot.append(...[values[from] ?? ""].flat().map((text) => (each ? clone(each, { text }) : text)));
    slot.textContent || slot.remove();
  }
  return copy;
};

const put = (text) => {
  long = text.length > 5000;
  field.value = text.slice(0, 5000);
};

const split = () => field.value.replace(/[“”„]/g, '"').match(/(?:"[^"]*"|\S)+/g) ?? [];

// A filter in its plain form, `-root_cause:two words`; nothing for other pieces.
const filter = (piece) => {
  const [, key, value] =
    /^(-?(?:(?:root.)?cause|service|trigger|severity|team|tag|year|status|after|before|duration))s?:(.+)/s.exec(
      piece.toLowerCase().replace(/(?!^)"/g, ""),
    ) ?? [];
  return key && key.replace(/(root.)?cause/, "root_cause") + ":" + value;
};

const filters = (key) => split().map(filter).filter((found) => found?.startsWith(key));

// The query without some of its pieces; an OR that joined one of them goes with it.
const without = (unwanted) =>
  split().map((piece) => (unwanted(piece) ? "\0" : piece)).join(" ").replace(/\bOR \0 ?|\0 ?(OR )?/g, "");

// Servers refuse long addresses; the entry's state holds the text in any case.
const write = (how, text) => {
  try {
    history[how](text, "", text && text.length < 800 ? "?" + new URLSearchParams({ q: text }) : ".");
  } catch {
    // Browsers that find the changes too many keep the last address.
  }
};

// The entry that changed while typing gets back what it was, and the new query its own.
const commit = () => {
  if (field.value === last) return;
  write("replaceState", last);
  write("pushState", (last = field.value));
};

const start = () => {
  field.rows = 1;
  while (field.rows < 6 && field.scrollHeight > field.clientHeight) field.rows++;
  run();
};

const edit = (text) => {
  commit();
  put(text);
  commit();
  start();
};

const hit = (data) => {
  const copy = clone("hit", {
    ...data,
    severity: data.severity?.title,
    status: data.status === "published" ? "" : named("statuses", data.status),
    pieces: data.pieces.map((piece) => (piece.mark ? clone("mark", piece) : piece.text)),
  });
  copy.querySelector("a").href = root.dataset.root + data.path;
  copy.querySelector(".sev")?.classList.add("sev-" + data.severity.rank);
  return copy;
};

// Stands for a hit until it comes into sight. One that cannot be read then stays empty, and is read
// with the next answer.
const later = (found, { document: at }) => {
  const item = document.createElement("li");
  item.className = "search-later";
  const sight = new IntersectionObserver(async ([{ isIntersecting }]) => {
    if (isIntersecting) {
      sight.disconnect();
      item.replaceWith(hit(await found.hit(at)));
    }
  }, { rootMargin: "200px" });
  sight.observe(item);
  return item;
};

// Counts a group's values in the current answer. That may cost a request, so only open groups are
// counted.
const count = async (group) => {
  const mine = answer;
  const key = group.dataset.key + ":";
  const chips = group.querySelector("ul");
  const counts = await mine.counts(group.dataset.key).catch(() => {});
  if (mine !== answer) return;
  const { id } = document.activeElement;
  const all = filters(key);
  // A filter that nothing passes is not counted, but has to be there to be lifted.
  const entries = new Map(all.map((own) => [own, { title: own.slice(key.length) }]));
  for (const entry of counts ?? []) {
    const own = key + entry.key.toLowerCase();
    if (entries.has(own) || (entry.count && entries.size < 30)) entries.set(own, entry);
  }
  chips.replaceChildren(counts ? "" : clone("uncounted"));
  for (const [own, entry] of entries) {
    const copy = clone("chip", entry);
    const chip = copy.querySelector("button");
    const on = all.includes(own);
    chip.id = own;
    chip.ariaPressed = on;
    // In front no open quote and no OR reaches it, and typing goes on at the end.
    chip.onclick = () =>
      edit(on ? without((piece) => filter(piece) === own) : key + entry.key.replace(/.*\s.*/, '"$&"') + " " + field.value);
    chips.append(copy);
  }
  group.hidden = counts && !entries.size;
  document.getElementById(id)?.focus();
};

// The groups come when they are counted, all at once, so that none pushes another down.
const refresh = async (index) => {
  const mine = answer;
  groups ??= index.facets.map((key) => {
    const group = clone("group", { title: named("titles", key) }).querySelector("details");
    group.dataset.key = key;
    group.open = index.eager(key);
    return group;
  });
  for (const group of groups) group.open ||= filters(group.dataset.key + ":")[0];
  await Promise.all(groups.filter((group) => group.open).map(count));
  if (ui.groups.firstChild || mine !== answer) return;
  ui.groups.append(...groups);
  for (const group of groups) group.ontoggle = () => group.open && count(group);
};

const correct = (note) => {
  const copy = clone("corrected", note);
  copy.querySelector("button").onclick = () =>
    edit(field.value.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) => (word.toLowerCase() === note.from.toLowerCase() ? note.to : word)));
  return copy;
};

// Answers the query; `again`, the click on "Show more", asks for more results than before.
const run = async (again) => {
  const mine = ++turn;
  limit = again ? limit + step : step;
  const text = field.value;
  const asked = text.trim();
  clearTimeout(timer);
  write("replaceState", text);
  root.ariaBusy = true;
  try {
    const index = await (opening ??= open(new URL(root.dataset.root + root.dataset.index, location)));
    const found = await index.search(text, { typing, limit });
    const wanted = asked ? found.hits : [];
    // What a first screen shows is waited for; the others come when they are scrolled to.
    const first = again ? limit : 5;
    const hits = await Promise.all(wanted.slice(0, first).map(({ document }) => found.hit(document)));
    if (mine !== turn) return;
    root.ariaBusy = null;
    answer = found;
    list.replaceChildren(...hits.map(hit), ...wanted.slice(first).map((next) => later(found, next)));
    if (again) list.querySelectorAll("a")[limit - step]?.focus();
    ui.more.hidden = found.total <= limit;
    ui.status.replaceChildren(asked ? told(found.total, "results") : told(index.count, "postmortems"));
    ui.notes.replaceChildren(
      long ? clone("too-long") : "",
      ...found.corrected.map(correct),
      ...found.notes.map((note) => clone(note.code, note)),
      ...found.unknown.map((text) => clone("unknown", { text })),
      ...found.unknownValues.map((note) => clone("unknown-value", note)),
    );
    ui.asked.textContent = asked;
    ui.drop.hidden = !split().some(filter);
    root.dataset.state = asked ? (found.total ? "results" : "none") : "help";
    refresh(index);
  } catch (error) {
    opening = null;
    if (mine !== turn) return;
    root.ariaBusy = null;
    ui.status.replaceChildren(clone(error.kind ?? "other", error));
    ui.again.onclick = error.kind === "version" ? () => location.reload() : start;
    root.dataset.state = "failed";
  }
};

field.oninput = () => {
  typing = true;
  put(field.value);
  clearTimeout(timer);
  timer = setTimeout(start, 120);
};

ui.form.onsubmit = (event) => {
  event.preventDefault();
  typing = false;
  commit();
  start();
};

ui.more.onclick = run;

ui.drop.onclick = () => edit(without(filter));

root.onkeydown = (event) => {
  const stops = [...root.querySelectorAll("[data-stop]")];
  const at = stops.indexOf(event.target);
  const next = at >= 0 && stops[at + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
  if (event.isComposing || event.shiftKey) return;
  if (event.key === "Escape") at ? field.focus() : field.value && edit("");
  else if (event.key === "Enter" && !at) ui.form.requestSubmit();
  // In a text of several lines the arrows move through the lines first.
  else if (next && (at || field.rows < 2 || field.selectionEnd === field.value.length)) next.focus();
  else return;
  event.preventDefault();
};

onpopstate = () => {
  put(history.state ?? new URLSearchParams(location.search).get("q") ?? "");
  last = field.value;
  typing = false;
  start();
};
onpopstate();
ui.facets.open = innerWidth > 960;
