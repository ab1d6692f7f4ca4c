/**
 * Stamps every chart's version with a hash of its content: Terraform's helm provider notices a changed chart only by its version.
 * `--check` writes nothing and fails if a stamp is not current.
 */
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';

const CHARTS = path.join(__dirname, '../charts');
const VERSION = /^version: ([^+\s]+)(?:\+\S*)?$/m;

/** The text of Chart.yaml with the version that the chart's files give. */
export function stamped(chart: string): string {
  const chartYaml = fs.readFileSync(path.join(chart, 'Chart.yaml'), 'utf8');
  const hash = createHash('sha256');
  const files = fs.readdirSync(chart, { recursive: true, encoding: 'utf8' })
    .filter((file) => fs.statSync(path.join(chart, file)).isFile())
    .map((file) => file.split(path.sep).join('/'))
    .sort();
  for (const file of files) {
    const text = file === 'Chart.yaml' ? chartYaml.replace(VERSION, '') : fs.readFileSync(path.join(chart, file), 'utf8');
    hash.update(`${file}\0${text}\0`);
  }
  return chartYaml.replace(VERSION, `version: $1+${hash.digest('hex').slice(0, 12)}`);
}

/** The folders of the charts. */
export function charts(): string[] {
  return fs.readdirSync(CHARTS).sort().map((name) => path.join(CHARTS, name));
}

function main(): void {
  const stale = charts().filter((chart) => stamped(chart) !== fs.readFileSync(path.join(chart, 'Chart.yaml'), 'utf8'));
  if (!process.argv.includes('--check')) {
    return stale.forEach((chart) => fs.writeFileSync(path.join(chart, 'Chart.yaml'), stamped(chart)));
  }
  for (const chart of stale) {
    console.error(`charts/${path.basename(chart)} changed but its version did not: run \`npm run charts\``);
  }
  process.exitCode = stale.length > 0 ? 1 : 0;
}

if (require.main === module) {
  main();
}
