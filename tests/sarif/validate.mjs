// Holds files against the published schema of SARIF 2.1.0: `node validate.mjs FILE…`. Fails where one of
// them is not as it says, and where one has no result: a file without any holds to every schema.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const Ajv = require("ajv");

// The schema is of draft 4.
const ajv = new Ajv({ schemaId: "auto", allErrors: true, unknownFormats: "ignore" });
ajv.addMetaSchema(read(require.resolve("ajv/lib/refs/json-schema-draft-04.json")));
const isSarif = ajv.compile(read(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")));

for (const path of process.argv.slice(2)) {
  const log = read(path);
  const results = log.runs.flatMap((run) => run.results).length;
  if (!isSarif(log)) {
    process.exitCode = 1;
    for (const { dataPath, message } of isSarif.errors) {
      console.error(`${path}: ${dataPath} ${message}`);
    }
  } else if (results === 0) {
    process.exitCode = 1;
    console.error(`${path}: no result, so that nothing was tried`);
  } else {
    console.log(`${path}: ${results} results are SARIF 2.1.0`);
  }
}
