// Evaluates the rules of rules.publicodes.yaml (given as JSON on the first line of stdin) on the
// situations that follow, one JSON object {rule, situation} a line. Prints one JSON line each:
// the value, or null where the rule does not apply; then the seconds the evaluations took.
import { createInterface } from "node:readline";
import Engine from "publicodes";

const lines = [];
for await (const line of createInterface({ input: process.stdin })) lines.push(line);
const engine = new Engine(JSON.parse(lines.shift()), {
  logger: { log() {}, warn() {}, error() {} },
});
const tasks = lines.map((line) => JSON.parse(line));
const values = [];
const began = process.hrtime.bigint();
for (const { rule, situation } of tasks) {
  engine.setSituation(situation);
  values.push(engine.evaluate(rule).nodeValue ?? null);
}
const seconds = Number(process.hrtime.bigint() - began) / 1e9;
for (const value of values) console.log(JSON.stringify(value));
console.log(JSON.stringify({ seconds, evaluations: tasks.length }));
