// Serves a built site on the loopback, compressed as hosts do it, and prints what Lighthouse gives
// its pages: `node measure.mjs SITE PAGE…`. Fails where a page has less than 100 in a category, three
// times over: a busy machine costs a point or two of performance, a page that is wrong costs it each time.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  xml: "application/xml",
};
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const [site, ...pages] = process.argv.slice(2);
const server = http.createServer((request, response) => {
  const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const file = path.join(site, path.normalize(asked), asked.endsWith("/") ? "index.html" : "");
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[path.extname(file).slice(1)];
  const head = { "Content-Type": type ?? "application/octet-stream", "Cache-Control": "max-age=600" };
  if (type) {
    bytes = gzipSync(bytes);
    head["Content-Encoding"] = "gzip";
  }
  response.writeHead(200, head).end(bytes);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const chrome = await launch({
  chromePath: process.env.CHROMIUM,
  chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-proxy-server"],
});
let failed = false;
try {
  for (const page of pages) {
    const url = `http://127.0.0.1:${server.address().port}/${page}`;
    let lhr;
    let runs = 0;
    do {
      ({ lhr } = await lighthouse(url, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES }));
      runs += 1;
    } while (runs < 3 && CATEGORIES.some((name) => lhr.categories[name].score < 1));
    const scores = CATEGORIES.map((name) => `${name} ${Math.round(lhr.categories[name].score * 100)}`);
    const times = ["largest-contentful-paint", "cumulative-layout-shift", "total-byte-weight"];
    console.log(`/${page}: ${scores.join(", ")} (${times.map((name) => `${name} ${lhr.audits[name].displayValue}`).join(", ")}, run ${runs})`);
    for (const name of CATEGORIES) {
      if (lhr.categories[name].score === 1) continue;
      failed = true;
      for (const { id, weight } of lhr.categories[name].auditRefs) {
        const audit = lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 1) {
          console.log(`  ${name}: ${audit.title}: ${JSON.stringify(audit.details?.items ?? "").slice(0, 400)}`);
        }
      }
    }
  }
} finally {
  await chrome.kill();
  server.close();
}
process.exitCode = failed ? 1 : 0;
