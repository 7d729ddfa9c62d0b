// Text to words, as src/search/text.rs has it: read the rules there.

// Chinese, Japanese, Korean; word characters; what may follow them in a word.
const CJK = "\\u1100-\\u11ff\\u3005-\\u3007\\u3040-\\u30ff\\u3130-\\u318f\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
  "\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\uff66-\\uff9f\\uffa0-\\uffdc\\u{20000}-\\u{3ffff}";
const LETTER = "\\p{Alphabetic}\\p{N}";
const RUN = new RegExp(`((?:(?=[${CJK}])[${LETTER}])+)|(?![${CJK}])[${LETTER}](?:(?=[^${CJK}])[${LETTER}\\p{M}]|(?=[${CJK}])\\p{M})*`, "gu");
const CUT = /(?<=\p{Lowercase})(?=\p{Uppercase})|(?<=\p{Uppercase})(?=\p{Uppercase}\p{Lowercase})/u;
const OTHER = new RegExp(`[^${LETTER}]`, "gu");
const LONGEST = 64;

const lower = (word) => Array.from(word, (c) => c.toLowerCase()).join("");

export const fold = (word) =>
  /^[\0-\x7f]*$/.test(word)
    ? word.toLowerCase()
    : lower(lower(word).normalize("NFKD").replace(/\p{M}/gu, "")).replace(OTHER, "");

// Calls each(word, position, start, end, whole) for every word.
export const tokens = (text, each) => {
  let position = 0;
  let last = -1;
  const one = (word, start, whole) => {
    const folded = fold(word);
    if (folded && (folded.length <= LONGEST || Array.from(folded).length <= LONGEST)) {
      each(folded, position, start, start + word.length, whole);
    }
    return folded ? 1 : 0;
  };
  for (const found of text.matchAll(RUN)) {
    const word = found[0];
    const start = found.index;
    const end = start + word.length;
    if (found[1]) {
      const composed = word.normalize("NFKC");
      const chars = Array.from(composed);
      let from = start;
      for (let at = 0; at < Math.max(chars.length - 1, 1); at++) {
        const pair = chars[at] + (chars[at + 1] ?? "");
        const same = composed === word;
        each(pair, position++, same ? from : start, same ? from + pair.length : end, false);
        from += chars[at].length;
      }
      last = -1;
      continue;
    }
    const clipped = last >= 0 && /^['’]$/.test(text.slice(last, start)) && Array.from(word).length <= 2;
    last = end;
    if (clipped) {
      continue;
    }
    const parts = word.split(CUT);
    if (parts.length === 1 || parts.length > 8) {
      position += one(word, start, false);
      continue;
    }
    one(word, start, true);
    let from = start;
    for (const part of parts) {
      position += one(part, from, false);
      from += part.length;
    }
  }
};
