import { COMPONENTS } from './components';
import { componentPages, pages, pagesWithOptions, withOptions } from '../tools/options';

const OPTIONS = '<!-- options: VolumeSnapshotClassOptions -->\n<!-- /options -->\n';
const QUOTA = '<!-- options: VmQuota -->\n<!-- /options -->\n';

/** The table of a page, as rows of cells, by the first of them. */
function rows(text: string, tables = new Map<string, string>()): Record<string, string[]> {
  const lines = withOptions('components/page.md', text, tables).split('\n').filter((line) => line.startsWith('| `'));
  return Object.fromEntries(lines.map((line) => line.slice(2, -2).split(' | ')).map(([option, ...cells]) => [option, cells]));
}

test('the tables of options and the list of components in docs/ are current', () => {
  for (const [page, text] of pagesWithOptions()) {
    expect({ hint: 'npm run docs', page, text: pages().get(page) }).toEqual({ hint: 'npm run docs', page, text });
  }
});

test('every page of a component has a table of options', () => {
  const without = componentPages(pages()).filter(([, text]) => !text.includes('<!-- options:'));
  expect(without.map(([page]) => page)).toEqual([]);
});

test('every component has a page', () => {
  expect(Object.keys(COMPONENTS).filter((component) => !pages().has(`components/${component}.md`))).toEqual([]);
});

test('a row says the type, the default and what the option is', () => {
  expect(rows(OPTIONS)).toMatchObject({
    '`name`': ['`string`', 'required', 'Name of the class.'],
    '`isDefault`': ['`boolean`', '`false`', 'Whether snapshots that name no class use this one.'],
    '`parameters`': ['`{ [key: string]: string }`', 'none', 'Parameters of the driver.'],
  });
});

test('values of an enum are listed, and its type speaks for an option of which nothing is said', () => {
  expect(rows(OPTIONS)['`deletionPolicy`']).toEqual([
    '`SnapshotDeletionPolicy`: `DELETE`, `RETAIN`', '`SnapshotDeletionPolicy.DELETE`', 'What happens to the data when a snapshot object is deleted.',
  ]);
});

test('a struct is unfolded where no page has a table of it, and linked where one has', () => {
  expect(Object.keys(rows(QUOTA))).toContain('`headroom.vms`');
  const linked = rows(QUOTA, new Map([['QuotaHeadroom', 'headroom.md']]));
  expect(Object.keys(linked)).not.toContain('`headroom.vms`');
  expect(linked['`headroom`'][0]).toBe('[`QuotaHeadroom`](../headroom.md)');
});

test('a class that is made from options links to their table', () => {
  const profile = '<!-- options: VmoClusterProfileProps -->\n<!-- /options -->\n';
  expect(rows(profile, new Map([['SnapshotControllerOptions', 'components/snapshot-controller.md']]))['`snapshotController`'][0])
    .toBe('[`SnapshotController`](snapshot-controller.md)');
});

test('a struct that there is none of is an error', () => {
  expect(() => withOptions('page.md', '<!-- options: Nothing -->\n<!-- /options -->\n')).toThrow('docs/page.md: src/ exports no struct "Nothing"');
});
