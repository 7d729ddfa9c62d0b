// Answers queries from the static index. src/search/export/mod.rs describes its files; the plan of
// a query and its scores are those of src/search/plan.rs and execute.rs, step by step.
import { parse } from "./search-query.js";
import { tokens } from "./search-text.js";

const VERSION = 1;
const LARGE = 1000;
const LONG = 12;
const GUESS = 0.5;
const ENDINGS = ["s", "es", "d", "ed", "ing", "er", "ly", "e", "n"];
const SNIPPET = 240;
// Scores have 32 bits, as tantivy's have.
const f = Math.fround;
const K1 = f(1.2);

const fail = (kind, cause) => Object.assign(new Error(kind, { cause }), { kind });
const size = (word) => Array.from(word).length;

// The order of code points, which is the order of bytes in UTF-8.
const compare = (a, b) => {
  for (let at = 0; ; at++) {
    const x = a.codePointAt(at) ?? -1;
    const y = b.codePointAt(at) ?? -1;
    if (x !== y || x < 0) {
      return x - y;
    }
    at += x > 0xffff ? 1 : 0;
  }
};

// Numbers and front-coded texts, one after the other.
const reader = (bytes, at = 0) => {
  const number = () => {
    for (let value = 0, unit = 1; ; unit *= 128) {
      if (at >= bytes.length) {
        throw fail("damaged");
      }
      const byte = bytes[at++];
      value += (byte & 127) * unit;
      if (byte < 128) {
        return value;
      }
    }
  };
  const take = (length) => {
    if (at + length > bytes.length) {
      throw fail("damaged");
    }
    at += length;
    return bytes.subarray(at - length, at);
  };
  const coded = (before) => {
    const shared = number();
    const rest = take(number());
    const whole = new Uint8Array(shared + rest.length);
    whole.set(before.subarray(0, shared));
    whole.set(rest, shared);
    return whole;
  };
  return { number, take, coded, more: () => at < bytes.length };
};
const NONE = new Uint8Array();
const decoder = new TextDecoder();
const string = (bytes) => decoder.decode(bytes);

// The place of the last boundary that is not greater.
const placeOf = (boundaries, text) => {
  let low = 0;
  let high = boundaries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    compare(boundaries[middle], text) <= 0 ? (low = middle + 1) : (high = middle);
  }
  return Math.max(low - 1, 0);
};

// The places of all parts that may hold words with this beginning.
const placesOf = (boundaries, prefix) => {
  const places = [];
  for (let at = placeOf(boundaries, prefix); at < boundaries.length; at++) {
    if (places.length && !boundaries[at].startsWith(prefix)) {
      break;
    }
    places.push(at);
  }
  return places;
};

// Typos between two words: letters too many, missing, wrong or swapped with their neighbour.
const distance = (a, b) => {
  a = Array.from(a);
  b = Array.from(b);
  let before;
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + wrong);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    before = last;
    last = row;
  }
  return last[b.length];
};

const days = (date) => Date.parse(date) / 864e5;
const slug = (value) =>
  Array.from(value, (c) => c.toLowerCase())
    .join("")
    .replace(/[^\p{Alphabetic}\p{N}/._]+/gu, "-")
    .replace(/^-|-$/g, "");

const wordsOf = (clause) => {
  const words = [];
  tokens(clause.word ?? clause.prefix ?? "", (word) => words.push(word));
  return words;
};
const placed = (text) => {
  const words = [];
  tokens(text, (word, place, start, end, whole) => whole || words.push([place, word]));
  return words;
};

export const open = async (base) => {
  const files = new Map();
  const load = async (path, read) => {
    let response;
    try {
      response = await fetch(new URL(path, base));
    } catch (error) {
      throw fail("network", error);
    }
    if (!response.ok) {
      throw fail(response.status === 404 ? "damaged" : "network");
    }
    try {
      const stream = response.body.pipeThrough(new DecompressionStream("deflate-raw"));
      return read(new Uint8Array(await new Response(stream).arrayBuffer()));
    } catch (error) {
      throw fail("damaged", error);
    }
  };
  // Each file is read once; one that failed is tried again when it is asked for again.
  const file = (path, read = (bytes) => bytes) => {
    if (!files.has(path)) {
      const loading = load(path, read);
      files.set(path, loading);
      loading.catch(() => files.delete(path));
    }
    return files.get(path);
  };

  const manifest = await file("manifest.bin", (bytes) => JSON.parse(string(bytes)));
  if (manifest.version !== VERSION) {
    throw fail("version");
  }
  const { count, shards, words: parts } = manifest;
  const large = count >= LARGE;
  const everywhere = (stem) => large && stem.documents * 20 > count * 7;
  const rarity = (documents) => Math.log(1 + (count - documents + 0.5) / (documents + 0.5));

  const frequent = new Map();
  for (const [key, documents, long, has, surfaces] of manifest.frequent) {
    const stem = { key, documents, long, has: has > 0, surfaces: surfaces.split(" ") };
    stem.surfaces.forEach((word) => frequent.set(word, stem));
  }

  // BM25's length of a document, by the code of its number of words.
  const lengths = new Float32Array(256);
  const average = f(f(manifest.tokens) / f(count));
  for (let code = 0; code < 256; code++) {
    let length = code;
    if (code >= 40) {
      const power = (code - 40) >> 3;
      length = 40 + 2 * ((8 + ((code - 40) & 7)) * 2 ** power - 8);
    }
    lengths[code] = f(K1 * f(0.25 + f(f(0.75 * f(length)) / average)));
  }

  const shard = (at) =>
    file(`s/${at}.bin`, (bytes) => {
      const { number, take, coded, more } = reader(bytes);
      const stems = new Map();
      const words = new Map();
      let before = NONE;
      let offset = 0;
      for (let left = number(); left > 0; left--) {
        before = coded(before);
        const key = string(before);
        const stem = { key, documents: number(), surfaces: [], shard: at, offset };
        const own = number();
        if (own & 1) {
          stem.surfaces.push(key);
        }
        for (let more = own >> 1; more > 0; more--) {
          stem.surfaces.push(string(coded(before)));
        }
        stem.long = number();
        if (stem.long) {
          stem.has = number() > 0;
        } else {
          stem.postings = take(number());
          stem.size = number();
          stem.has = stem.size > 0;
          offset += stem.size;
        }
        stems.set(key, stem);
        stem.surfaces.forEach((word) => words.set(word, stem));
      }
      before = NONE;
      while (more()) {
        before = coded(before);
        words.set(string(before), { key: string(coded(before)), documents: number() });
      }
      return { stems, words };
    });
  const shardOf = (key) => shard(placeOf(shards, key));
  const stemOf = async (key) => (await shardOf(key)).stems.get(key);

  // The stem of a word that occurs, or that is a stem.
  const known = async (word) => {
    if (frequent.get(word)?.long) {
      return frequent.get(word);
    }
    if (!shards.length) {
      return undefined;
    }
    const { words, stems } = await shardOf(word);
    const stem = words.get(word);
    return stem ? (stem.surfaces ? stem : stemOf(stem.key)) : stems.get(word);
  };
  const find = async (word) => {
    let stem = await known(word);
    for (const ending of ENDINGS) {
      if (!stem && word.endsWith(ending) && size(word) - ending.length >= 3) {
        stem = await known(word.slice(0, -ending.length));
      }
    }
    return stem;
  };

  const best = (a, b) => b.documents - a.documents || compare(a.key, b.key);
  const expand = async (prefix) => {
    if (size(prefix) < 2 || manifest.broad.includes(prefix)) {
      return [];
    }
    const stems = new Map();
    for (const { words } of await Promise.all(placesOf(shards, prefix).map(shard))) {
      words.forEach((stem, word) => word.startsWith(prefix) && stems.set(stem.key, stem));
    }
    const found = [...stems.values()].sort(best).slice(0, 16);
    return Promise.all(found.map((stem) => (stem.surfaces ? stem : stemOf(stem.key))));
  };
  const alike = async (word) => {
    const length = size(word);
    const most = length < 8 ? 1 : 2;
    if (length < 4 || /\p{N}/u.test(word)) {
      return [];
    }
    const start = Array.from(word).slice(0, 2).join("");
    const places = parts.length ? placesOf(parts, start) : [];
    const found = [];
    const vocabulary = (at) =>
      file(`v/${at}.bin`, (bytes) => {
        const { number, coded, more } = reader(bytes);
        const words = [];
        for (let before = NONE; more(); ) {
          before = coded(before);
          words.push({ word: string(before), key: string(coded(before)), documents: number() });
        }
        return words;
      });
    for (const entry of (await Promise.all(places.map(vocabulary))).flat()) {
      if (entry.word.startsWith(start) && Math.abs(size(entry.word) - length) <= most) {
        const far = distance(word, entry.word);
        if (far <= most) {
          found.push({ ...entry, far });
        }
      }
    }
    found.sort((a, b) => a.far - b.far || b.documents - a.documents || compare(a.word, b.word));
    return found.filter((a, at) => found.findIndex((b) => b.key === a.key) === at).slice(0, 3);
  };

  // What is looked up; see src/search/plan.rs.
  const plan = async (groups) => {
    const made = { scored: new Map(), must: [], not: [], corrected: [], unknown: [], unknownValues: [] };
    const score = (stem, weight, optional) => {
      const old = made.scored.get(stem.key) ?? { stem, weight: 0, optional: false };
      made.scored.set(stem.key, { stem, weight: Math.max(old.weight, weight), optional: old.optional || optional });
    };
    const guess = async (word) => {
      const words = await alike(word);
      if (words.length) {
        made.corrected.push({ from: word, to: words[0].word });
      }
      return Promise.all(words.map(({ key }) => stemOf(key)));
    };
    const isOptional = ({ not, any }) => !not && any.length === 1 && ("word" in any[0] || "prefix" in any[0]);
    const optional = groups.filter(isOptional).map(({ any }) => any[0]);
    const all = optional.flatMap(wordsOf);
    const long = all.length > LONG;

    const pasted = async () => {
      const times = new Map();
      for (const word of all) {
        if (!/^[0-9]+$/.test(word) && !(/[0-9]/.test(word) && size(word) > 8)) {
          times.set(word, (times.get(word) ?? 0) + 1);
        }
      }
      const words = [...times].map(([word, times], at) => {
        const documents = frequent.get(word)?.documents ?? 0;
        return { word, at, weight: rarity(documents) * Math.sqrt(times) };
      });
      words.sort((a, b) => b.weight - a.weight || a.at - b.at);
      const chosen = words.slice(0, large ? 24 : 200).sort((a, b) => a.at - b.at);
      for (const stem of await Promise.all(chosen.map(({ word }) => find(word)))) {
        if (stem) {
          score(stem, 1, true);
        }
      }
    };
    const single = async (clause) => {
      const words = wordsOf(clause);
      let found = false;
      for (const [at, word] of words.entries()) {
        const stem = await find(word);
        const more = at === words.length - 1 && "prefix" in clause ? await expand(word) : [];
        found ||= stem || more.length > 0;
        if (stem) {
          score(stem, 1, true);
        }
        more.forEach((stem) => score(stem, GUESS, true));
      }
      if (!found && words.length) {
        const guesses = words.length === 1 ? await guess(words[0]) : [];
        guesses.forEach((stem) => score(stem, GUESS, true));
        if (!guesses.length) {
          made.unknown.push(clause.word ?? clause.prefix);
        }
      }
    };
    const part = async (clause, scores) => {
      const text = clause.word ?? clause.prefix ?? clause.phrase;
      if (clause.filter) {
        const value = slug(clause.value);
        const stem = shards.length ? await stemOf(`${clause.filter}:${value}`) : undefined;
        if (!stem) {
          made.unknownValues.push({ filter: clause.filter, value: clause.value });
        }
        return { filter: stem };
      }
      if (text === undefined) {
        return clause;
      }
      const words = placed(text);
      const unknown = () => scores && made.unknown.push(text);
      if (words.length === 1 && !("phrase" in clause)) {
        const word = words[0][1];
        const stem = await find(word);
        const stems = stem ? [[stem, 1]] : [];
        if ("prefix" in clause) {
          stems.push(...(await expand(word)).map((stem) => [stem, GUESS]));
        }
        if (!stems.length && scores) {
          stems.push(...(await guess(word)).map((stem) => [stem, GUESS]));
          if (!stems.length) {
            unknown();
          }
        }
        if (scores) {
          stems.forEach(([stem, weight]) => score(stem, weight, false));
        }
        return stems.length ? { stems: stems.map(([stem]) => stem) } : {};
      }
      const places = [];
      for (const [place, word] of words) {
        const stem = await find(word);
        if (!stem) {
          unknown();
          return {};
        }
        places.push([place, stem]);
      }
      if (scores) {
        places.forEach(([, stem]) => score(stem, 1, false));
      }
      return places.length ? { places } : {};
    };

    // Everything is asked for at once; what follows finds it there.
    const clauses = groups.flatMap(({ any }) => any);
    const early = [...(long ? [] : all), ...clauses.flatMap(({ phrase }) => (phrase ? placed(phrase).map(([, word]) => word) : []))];
    const lengthsToo = manifest.inline || !early.length ? [] : [file("norms.bin")];
    await Promise.allSettled([...early.map(find), ...lengthsToo]);
    if (long) {
      await pasted();
    }
    let required = false;
    for (const group of groups) {
      if (isOptional(group)) {
        long || (await single(group.any[0]));
        continue;
      }
      const parts = [];
      for (const clause of group.any) {
        parts.push(await part(clause, !group.not));
      }
      if (group.not) {
        made.not.push(...parts);
      } else {
        required ||= parts.some(({ stems, places }) => stems || places);
        made.must.push(parts);
      }
    }
    if ([...made.scored.values()].some(({ stem }) => !everywhere(stem))) {
      made.scored.forEach(({ stem, optional }, key) => optional && everywhere(stem) && made.scored.delete(key));
    }
    made.oneOf = optional.length > 0 && !required;
    return made;
  };

  const postingsOf = async (stem) => stem.postings ?? file(`h/${stem.long - 1}.bin`);
  // Calls each(document, times, length code) for every document of a stem.
  const walk = async (stem, each) => {
    const { number, take, more } = reader(await postingsOf(stem));
    for (let document = 0; more(); ) {
      const gap = number();
      document += Math.floor(gap / 2);
      const times = gap % 2 ? number() + 2 : 1;
      each(document, times, manifest.inline ? take(1)[0] : 0);
    }
  };
  // The positions of a stem in the documents that are marked.
  const positionsOf = async (stem, marks) => {
    const bytes = await file(stem.long ? `q/${stem.long - 1}.bin` : `p/${stem.shard}.bin`);
    const { number } = reader(bytes, stem.long ? 0 : stem.offset);
    const found = new Map();
    await walk(stem, (document, times) => {
      const positions = [];
      for (let position = 0; times > 0; times--) {
        position += number();
        positions.push(position);
      }
      if (marks[document]) {
        found.set(document, positions);
      }
    });
    return found;
  };
  const phrase = async (places) => {
    let marks = new Uint8Array(count).fill(1);
    for (const [, stem] of places) {
      const has = new Uint8Array(count);
      await walk(stem, (document) => (has[document] = marks[document]));
      marks = has;
    }
    const rare = places.filter(([, stem]) => !everywhere(stem));
    if (rare.length > 1) {
      const lists = await Promise.all(rare.map(([, stem]) => positionsOf(stem, marks)));
      const [first] = rare[0];
      marks.forEach((mark, document) => {
        if (mark) {
          const sets = lists.map((list) => new Set(list.get(document)));
          const fits = (start) => rare.every(([place], at) => sets[at].has(start + place - first));
          marks[document] = [...sets[0]].some(fits) ? 1 : 0;
        }
      });
    }
    return marks;
  };
  const column = (name, read) =>
    file(`c/${name}.bin`, (bytes) => {
      const { number } = reader(bytes);
      return Array.from({ length: count }, () => read(number));
    });
  const begun = () => {
    let last = 0;
    return column("day", (number) => {
      if (number() === 0) {
        return NaN;
      }
      const code = number();
      last += code % 2 ? -(code + 1) / 2 : code / 2;
      return last;
    });
  };
  const MEANS = { ">": (a, b) => a > b, ">=": (a, b) => a >= b, "<": (a, b) => a < b, "<=": (a, b) => a <= b };
  // Marks the documents of a condition.
  const mark = async (part, marks) => {
    const where = (values, fits) => values.forEach((value, at) => fits(value) && (marks[at] = 1));
    if (part.stems) {
      for (const stem of part.stems) {
        await walk(stem, (document) => (marks[document] = 1));
      }
    } else if (part.places) {
      where(await phrase(part.places), (mark) => mark);
    } else if (part.filter) {
      const { number, more } = reader(await postingsOf(part.filter));
      for (let document = 0; more(); ) {
        marks[(document += number())] = 1;
      }
    } else if (part.after) {
      where(await begun(), (day) => day >= days(part.after));
    } else if (part.before) {
      where(await begun(), (day) => day < days(part.before));
    } else if (part.duration) {
      const took = await column("duration", (number) => number() - 1);
      where(took, (took) => took >= 0 && MEANS[part.duration](took, part.seconds));
    }
    return marks;
  };

  const search = async (text, { typing = false, limit = 10 } = {}) => {
    const { groups, notes } = parse(text, typing);
    const made = await plan(groups);
    const scored = [...made.scored.values()];
    const heavy = [...scored.map(({ stem }) => stem), ...[...made.must.flat(), ...made.not].flatMap(({ filter, stems, places }) => filter ?? stems ?? places?.map(([, stem]) => stem) ?? [])];
    await Promise.all(heavy.map(postingsOf));
    const fits = new Uint8Array(count).fill(1);
    const only = (marks, wanted) => marks.forEach((mark, at) => mark === wanted || (fits[at] = 0));
    for (const parts of made.must) {
      const any = new Uint8Array(count);
      for (const part of parts) {
        await mark(part, any);
      }
      only(any, 1);
    }
    const scores = new Float32Array(count);
    const oneOf = new Uint8Array(count);
    const codes = manifest.inline || !scored.length ? null : await file("norms.bin");
    for (const { stem, weight, optional } of scored) {
      const worth = f(f(f(rarity(stem.documents)) * f(1 + K1)) * weight);
      await walk(stem, (document, times, code) => {
        const length = lengths[codes ? codes[document] : code];
        scores[document] = f(scores[document] + f(worth * f(times / f(times + length))));
        if (optional) {
          oneOf[document] = 1;
        }
      });
    }
    if (made.oneOf) {
      only(oneOf, 1);
    }
    for (const part of made.not) {
      only(await mark(part, new Uint8Array(count)), 0);
    }
    let total = 0;
    const hits = [];
    fits.forEach((fit, document) => {
      if (fit && groups.length) {
        total++;
        const score = scores[document];
        if (hits.length < limit || score > hits[limit - 1].score) {
          let at = hits.length;
          while (at > 0 && hits[at - 1].score < score) {
            at--;
          }
          hits.splice(at, 0, { document, score });
          hits.length = Math.min(hits.length, limit);
        }
      }
    });

    const marked = new Map();
    scored.forEach(({ stem }, at) => [stem.key, ...stem.surfaces].forEach((word) => marked.set(word, at)));
    const counts = async (key) => {
      const values = await file(`c/${key}.bin`, (bytes) => {
        const { number, take } = reader(bytes);
        return Array.from({ length: number() }, () => {
          const [key, title] = [0, 0].map(() => string(take(number())));
          let document = 0;
          return { key, title, documents: Array.from({ length: number() }, () => (document += number())) };
        });
      });
      const counted = values.map(({ key, title, documents }) => {
        return { key, title, count: documents.reduce((sum, document) => sum + fits[document], 0) };
      });
      return counted.filter(({ count }) => count).sort((a, b) => b.count - a.count || compare(a.key, b.key));
    };
    const hit = async (document) => {
      const shown = await file(`t/${document}.bin`, (bytes) => JSON.parse(string(bytes)));
      return { ...shown, pieces: snippet(shown.text, marked) };
    };
    const { corrected, unknown, unknownValues } = made;
    return { total, hits, notes, corrected, unknown, unknownValues, counts, hit };
  };

  return {
    count,
    facets: manifest.facets.map(([key]) => key),
    eager: (key) => manifest.facets.some(([facet, small]) => facet === key && small),
    search,
  };
};

// The part of a text that has most of the words, cut into pieces that are marked or not.
const snippet = (text, marked) => {
  const marks = [];
  tokens(text, (word, place, start, end) => {
    if (marked.has(word)) {
      const last = marks[marks.length - 1];
      if (last && start < last.end) {
        last.end = Math.max(end, last.end);
      } else {
        marks.push({ start, end, stem: marked.get(word) });
      }
    }
  });
  let from = 0;
  let most = 0;
  marks.forEach(({ start }, at) => {
    const stems = new Set();
    for (let next = at; next < marks.length && marks[next].end <= start + SNIPPET; next++) {
      stems.add(marks[next].stem);
    }
    if (stems.size > most) {
      most = stems.size;
      from = start;
    }
  });
  from = from < 60 ? 0 : text.indexOf(" ", from - 60) + 1 || from;
  let to = from + SNIPPET + 60;
  to = to < text.length ? text.lastIndexOf(" ", to) : text.length;
  to = to <= from ? text.length : to;
  const pieces = [];
  const push = (start, end, mark) => start < end && pieces.push({ text: text.slice(start, end), mark });
  let at = from;
  for (const { start, end } of marks) {
    if (start >= from && end <= to) {
      push(at, start, false);
      push(start, end, true);
      at = end;
    }
  }
  push(at, to, false);
  if (from) {
    pieces.unshift({ text: "… ", mark: false });
  }
  if (to < text.length) {
    pieces.push({ text: " …", mark: false });
  }
  return pieces;
};
