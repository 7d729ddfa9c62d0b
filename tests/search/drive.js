// Drives the search page in a frame of the same origin, and sends back what did not hold.
const frame = document.getElementById("frame");
const failures = [];
let checks = 0;
let win, doc, field;

const check = (name, held, detail = "") => {
  checks++;
  if (!held) {
    failures.push(`${name}: ${JSON.stringify(detail)}`);
  }
};
const sleep = (time) => new Promise((done) => setTimeout(done, time));
const $ = (selector) => doc.querySelector(selector);
const $$ = (selector) => [...doc.querySelectorAll(selector)];
const visible = (selector) => Boolean($(selector)?.checkVisibility());
const until = async (test) => {
  for (let left = 400; left > 0; left--) {
    try {
      if (test()) {
        return true;
      }
    } catch {
      // The page is still on its way.
    }
    await sleep(15);
  }
  return false;
};
const visit = async (path) => {
  const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
  frame.src = path;
  await loaded;
  win = frame.contentWindow;
  doc = win.document;
  field = $(".search-field");
  await until(() => !field || status() || visible(".search-error"));
};
const type = async (text) => {
  field.focus();
  field.value = text;
  field.dispatchEvent(new win.InputEvent("input", { bubbles: true }));
  await sleep(160);
  await until(() => !$("#pm-search").ariaBusy);
  await sleep(30);
};
const press = (key, target = doc.activeElement, more = {}) => {
  const event = new win.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event.defaultPrevented;
};
const settled = async () => {
  await sleep(30);
  await until(() => !$("#pm-search").ariaBusy);
  await sleep(30);
};
const status = () => $(".search-status").textContent;
const total = () => Number.parseInt(status(), 10);
const links = () => $$(".search-result h2 a");
const titles = () => links().map((link) => link.textContent);
const notes = () => $$(".search-notes li").map((note) => note.textContent);
const asked = () => new win.URLSearchParams(win.location.search).get("q");
const chip = (own) => $$(".search-toggle").find((each) => each.id === own);
const server = (path) => fetch(path, { method: "POST", body: "" });

const steps = {
  async empty() {
    await visit("/kb/search/");
    await settled();
    check("help and the number of postmortems", visible(".search-help") && status() === "26 postmortems", status());
    check("no header form here", !$(".site-search"));
    check("the field has the focus", doc.activeElement === field);
    check("severities are counted", await until(() => chip("severity:sev1")?.textContent === "SEV-1 13"), chip("severity:sev1")?.textContent);
  },
  async typing() {
    await type("databa");
    check("results as one types", visible(".search-results") && total() === 24, status());
    check("the address holds the query", asked() === "databa", win.location.href);
    check("marked words", $$(".search-result mark").some((mark) => mark.textContent === "database"));
    check("links lead to pages", links()[0].getAttribute("href").startsWith("../postmortems/"));
    const entries = win.history.length;
    press("Enter", field);
    await settled();
    check("Enter keeps the query as an entry", win.history.length === entries + 1, win.history.length - entries);
    check("Enter opens nothing", win.location.pathname === "/kb/search/");
    await type("pool");
    press("Enter", field);
    await settled();
    win.history.back();
    check("back", await until(() => field.value === "databa"), field.value);
    win.history.forward();
    check("forward", await until(() => field.value === "pool"), field.value);
    await type("data");
    await type("");
    check("nothing asked, help again", visible(".search-help"));
  },
  async filters() {
    await type("database");
    const counted = Number.parseInt(chip("severity:sev1").querySelector(".count").textContent, 10);
    chip("severity:sev1").click();
    await settled();
    check("a chip edits the query", field.value === "severity:sev1 database", field.value);
    check("and counted right", total() === counted && counted === 12, [total(), counted]);
    check("it is pressed", chip("severity:sev1").ariaPressed === "true");
    check("counts follow", !chip("severity:sev2"), chip("severity:sev2")?.textContent);
    chip("severity:sev1").click();
    await settled();
    check("chosen again, it goes", field.value === "database", field.value);
    await type("service:payments database");
    check("a filter alone", total() === 8, status());
    await type("tag:nosuch database");
    check("an unknown value is said", notes().includes("No postmortem has tag:nosuch."), notes());
    check("no results, and a way out", visible(".search-none") && visible(".search-drop") && status() === "0 results");
    $(".search-drop").click();
    await settled();
    check("without filters", field.value === "database" && total() === 24, field.value);
  },
  async mistakes() {
    await type("databse pool");
    check("did you mean", notes().includes("Searched for database instead of databse."), notes());
    $(".search-use").click();
    await settled();
    check("the correction is put in", field.value === "database pool", field.value);
    await type("xyzzyq ");
    check("unknown words", notes().includes("No postmortem has “xyzzyq”.") && visible(".search-none"), notes());
    await type('foo:bar after:soon year:20x4 service: - OR "open');
    check("notes in plain words", notes()[0] === "foo:bar is no filter; searched as words.", notes());
  },
  async more() {
    await type("database");
    check("ten at first", $(".search-list").children.length === 10, $(".search-list").children.length);
    check("those in sight are there", titles().length >= 5, titles().length);
    $$(".search-later").at(-1)?.scrollIntoView();
    check("others come into sight", await until(() => titles().length === 10), titles().length);
    $(".search-more").click();
    await settled();
    check("more", titles().length === 20 && doc.activeElement === links()[10], titles().length);
    check("none twice", new Set(links().map((link) => link.href)).size === 20);
  },
  async keys() {
    await type("database");
    check("down", press("ArrowDown", field) && doc.activeElement === links()[0]);
    press("ArrowDown");
    check("further down", doc.activeElement === links()[1]);
    press("ArrowUp");
    press("ArrowUp");
    check("up to the field", doc.activeElement === field);
    press("ArrowDown");
    check("Enter follows the link", !press("Enter"));
    press("Escape");
    check("Escape to the field", doc.activeElement === field && field.value === "database");
    press("Escape");
    await settled();
    check("Escape empties it", field.value === "" && visible(".search-help"));
    $(".brand").focus();
    check("slash", press("/") && doc.activeElement === field);
    check("a slash in the field is text", !press("/"));
    await visit("/kb/");
    const box = $(".site-search input");
    check("slash on any page", box && press("/", doc.body) && doc.activeElement === box);
    check("its form leads here", new URL(box.form.action).pathname === "/kb/search/" && box.name === "q");
    await visit("/kb/postmortems/d1/");
    check("from pages below, too", new URL($(".site-search").action).pathname === "/kb/search/");
  },
  async texts() {
    await visit("/kb/search/?q=hostile");
    await settled();
    check("an address is answered", field.value === "hostile" && total() === 2, status());
    check("markup is text", !$("#pm-search img") && !$("#pm-search script") && titles().some((title) => title.startsWith("<img")), titles());
    check("no script ran", !win.pmHacked && !win.top.pmHacked);
    for (const text of ["\u0000\u0007\u001b[31m", "שלום انقطاع database", "👩‍💻🏳️‍🌈 database", "database ".repeat(120_000), '"'.repeat(5000), "a:b ".repeat(2000), "((((*****----"]) {
      await type(text);
      check(`answered: ${text.slice(0, 12)}`, !visible(".search-error") && $("#pm-search").dataset.state !== "failed", status());
    }
    check("not more than can be searched", field.value.length <= 5000);
    for (const width of [360, 1000]) {
      frame.width = width;
      await type("database");
      check(`no sideways scrolling at ${width}`, doc.documentElement.scrollWidth <= width, doc.documentElement.scrollWidth);
    }
  },
  async failures() {
    await server("/break/s/404");
    await visit("/kb/search/?q=database");
    await settled();
    check("a missing shard is said", visible(".search-error") && /damaged/.test(status()), status());
    await server("/mend");
    $(".search-again").click();
    await settled();
    check("and read once it is back", visible(".search-results") && total() === 24, status());
    await server("/break/s/noise");
    await visit("/kb/search/?q=database");
    check("a damaged shard is said", visible(".search-error") && /damaged/.test(status()), status());
    await server("/break/s/short");
    await visit("/kb/search/?q=database");
    check("so is half a one", visible(".search-error") && /damaged/.test(status()), status());
    await server("/mend");
    await server("/break/manifest/version");
    await visit("/kb/search/?q=database");
    check("another version is said", visible(".search-error") && /older or newer/.test(status()), status());
    await server("/break/manifest/gone");
    await visit("/kb/search/?q=database");
    check("no network is said", visible(".search-error") && /offline/.test(status()), status());
    await server("/mend");
    $(".search-again").click();
    await settled();
    check("and the page recovers", visible(".search-results") && total() === 24, status());
  },
};

let error;
for (const [name, step] of Object.entries(steps)) {
  try {
    await step();
  } catch (thrown) {
    failures.push(`${name} stopped: ${thrown.stack}`);
  }
}
await fetch("/result", { method: "POST", body: JSON.stringify({ checks, failures }) });
