/**
 * Writes the tables of docs/from-palette.md: every documented key of Palette's packs, and what becomes of it, as src/profile/pack has it.
 */
import * as fs from 'fs';
import * as path from 'path';
import { CHARTS } from '../src/profile/pack/charts';
import { PackKey } from '../src/profile/pack/key';

const GUIDE = path.join(__dirname, '../docs/from-palette.md');
const SECTION = /(<!-- keys: written by `npm run docs` -->\n).*(<!-- end of keys -->)/s;

/** Longer defaults are only said to be there. */
const LONGEST = 60;

/** The guide with the tables that are true now. */
export function withKeys(guide: string): string {
  if (!SECTION.test(guide)) throw new Error(`no markers like ${SECTION}`);
  const tables = CHARTS.map((chart) => {
    const keys = chart.parts.flatMap((part) => part.keys).filter((key) => !key.undocumented);
    return `### Below ${code(chart.path)}\n\n${table(keys.sort((one, other) => one.path < other.path ? -1 : 1))}`;
  });
  return guide.replace(SECTION, (_, begin, end) => `${begin}\n${tables.join('\n')}\n${end}`);
}

function table(keys: PackKey[]): string {
  const rows = keys.map((key) => [code(key.path.replace(/\*$/, '…')), fallback(key), key.layout ?? 'both', becomes(key)]);
  return [['key', 'the pack\'s default', 'layout', 'becomes'], ['---', '---', '---', '---'], ...rows]
    .map((row) => `| ${row.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |\n`).join('');
}

function fallback({ default: value }: PackKey): string {
  if (value === undefined) return '';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? Array.isArray(value) ? 'a list' : 'a map' : code(text);
}

function becomes({ prop, orElse, reason }: PackKey): string {
  if (reason !== undefined) return `nothing: ${reason}`;
  const to = (name: string) => code(name.replace(/\*$/, '…'));
  return orElse === undefined ? to(prop!) : `${to(prop!)}, or ${to(orElse)} where that has no room for it`;
}

function code(text: string): string {
  return `\`${text}\``;
}

if (require.main === module) fs.writeFileSync(GUIDE, withKeys(fs.readFileSync(GUIDE, 'utf8')));
