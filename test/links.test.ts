import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { dirname, join, normalize } from 'path';

const ROOT = join(__dirname, '..');

/** API.md is made by a tool, whose anchors are in HTML. */
const PAGES = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...['docs', 'examples', 'charts', 'testbed', 'tools', 'test', 'bench'].flatMap(pagesBelow)];

function pagesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(\.|node_modules$|cdktf\.out$)/.test(entry.name) ? [] : pagesBelow(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** The text without blocks of code. */
function proseOf(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8').replace(/^```.*?^```/gms, '');
}

/** The anchors that GitHub makes of headings. */
function anchorsOf(page: string): string[] {
  const times = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#+ +(.*)$/gm)].map(([, heading]) => {
    const slug = heading.trim().toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[^\p{L}\p{N}\-_ ]/gu, '').replace(/ /g, '-');
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

/** What is wrong with a link of a page; nothing, where it leads somewhere. */
function problemOf(page: string, link: string): string[] {
  const [path, anchor] = link.split('#');
  const target = path === '' ? page : normalize(join(dirname(page), path));
  if (!existsSync(join(ROOT, target))) return [`${page}: there is no ${target}`];
  if (anchor === undefined || !target.endsWith('.md') || statSync(join(ROOT, target)).isDirectory()) return [];
  return anchorsOf(target).includes(anchor) ? [] : [`${page}: ${target} has no heading #${anchor}`];
}

test.each(PAGES)('the links of %s lead somewhere', (page) => {
  const links = [...proseOf(page).replace(/`[^`\n]*`/g, '`').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  expect(links.filter((link) => !/^[a-z]+:/.test(link)).flatMap((link) => problemOf(page, link))).toEqual([]);
});

test('every guide can be reached from the README', () => {
  const reached = new Set<string>();
  const visit = (page: string): void => {
    if (reached.has(page) || !existsSync(join(ROOT, page))) return;
    reached.add(page);
    for (const [, link] of proseOf(page).matchAll(/\]\(([^)\s#:]+\.md)/g)) visit(normalize(join(dirname(page), link)));
  };
  visit('README.md');
  expect(PAGES.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
