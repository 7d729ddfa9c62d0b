// The query language in the browser: text in, groups of clauses and notes on its odd parts out.
// The Rust parser must give the very same tree; the fixture queries.json holds the two together.

// White_Space, control characters and invisible marks of direction or joining.
const BLANKS = /[\0-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff]+/g;
// A minus after a blank, a key, then a quoted text or a word; or else a quote that is never closed.
// No two branches compete for a character, so the time is linear.
const PIECE = /(?=[^ "]|"[^"]*")((?<![^ ])-(?!-))?(?:([a-z_][a-z_-]*):(?!:))?(?:"([^"]*)"|((?:[^ "]|"[^"]*")*))|"/gi;
const FILTER = /^((service|root_cause|trigger|team|tag)s?|severity|year|status|after|before|duration)$/;
// Ends that make what is typed of a date, a year or a duration whole, if anything can.
const ENDS = ["1000-11-11", "1000-11-10", "1000", "s", "0s", "n"];
const UNITS = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

const alnum = (value) => /[\p{Alphabetic}\p{N}]/u.test(value);

// The clause of a known filter, or nothing if the value does not fit.
function filter(name, value) {
  if (name === "duration") {
    const [, sign = ">=", rest] = /^([<>]=?)?((\d+(\.\d+)?(min|[smhdw]))+)$/.exec(value) || [];
    let seconds = 0;
    rest?.replace(/([\d.]+)(.)/g, (_, n, end) => (seconds += n * UNITS[end]));
    seconds = Math.round(seconds);
    return rest && seconds <= 315360000 && { duration: sign, seconds };
  }
  if (name === "after" || name === "before") {
    const iso = value + "-01-01".slice(value.length - 4);
    if (value < "1" || value.length % 3 !== 1) return;
    return new Date(iso).toJSON()?.slice(0, 10) === iso && { [name]: iso };
  }
  return (name !== "year" || /^\d{4}$/.test(value)) && { filter: name, value };
}

export function parse(text, typing) {
  let [line] = /^[^]{0,5000}/u.exec(text);
  const cut = line !== text;
  line = line.replace(BLANKS, " ").replace(/[“”„]/g, '"');
  text = line.trim();
  const long = text.match(PIECE)?.length > 12;
  const items = [];
  const groups = [];
  const notes = new Map();

  text.replace(PIECE, (whole, not, key, quoted, value = quoted?.trim(), at) => {
    const rest = text.slice(at + whole.length);
    const last = typing && !cut && !rest;
    // What is still being typed, or lost its value to an open quote, is no mistake of its own.
    const quiet = last || rest[0] === '"';
    const name = FILTER.exec(key?.toLowerCase().replace(/^(root-)?cause/, "root_cause"))?.[0].replace(/([^u])s$/, "$1");
    const fits = (end) => filter(name, value + end) || filter(name, value + end.slice(value.length));
    let clause = name && alnum(value) && filter(name, value);
    let code;

    if (whole === '"') {
      whole += rest;
      code = (cut || !typing) && "unclosed-quote";
    } else if (whole === not) code = !quiet && "lonely-operator";
    else if (whole === "OR" && !long) code = !quiet && "misplaced-or";
    else if (name && !alnum(value)) code = !quiet && "empty-filter";
    else if (!key && quoted != null) clause = alnum(value) && { phrase: value };
    else if (!clause && !(name && last && ENDS.some(fits))) {
      // Of all names only after and before are below "c".
      if (name) code = "bad-" + (name < "c" ? "date" : name);
      else if (!long && /^.{2,16}$/.test(key || 0) && /^[^/]/.test(value)) code = "unknown-filter";
      not &&= /^-\p{Alphabetic}/u.test(whole);
      value = not ? whole.slice(1) : whole;
      const prefix = /(?:\p{Alphabetic}|\p{N})\*$/u.test(value) ? value.slice(0, -1) : last && !not && line.endsWith(text) && value;
      clause = alnum(value) && (prefix ? { prefix } : { word: value });
    }
    items.push({ whole, not: !!not, clause, code });
  });

  // What was dropped does not stand between an OR and its sides.
  const list = items.filter(({ clause, whole }) => clause || whole === "OR");
  const side = (i) => list[i] && !list[i].not && list[i].whole !== "OR";
  const joins = (i) => list[i]?.whole === "OR" && side(i - 1) && side(i + 1);
  list.forEach(({ not, clause }, i) => {
    if (joins(i)) list[i].code = 0;
    else if (joins(i - 1)) groups.at(-1).any.push(clause);
    else if (clause) groups.push({ not, any: [clause] });
  });
  if (cut || groups.length > 256) items.unshift({ code: "too-long", whole: "" });
  for (const { code, whole: text } of items) if (code) notes.set(code + text, { code, text });
  return { groups: groups.slice(0, 256), notes: [...notes.values()].slice(0, 8) };
}
