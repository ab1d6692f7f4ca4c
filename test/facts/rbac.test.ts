import * as fc from 'fast-check';
import { merged, Rule } from '../../tools/facts/rbac';

/** Whether the rules grant this one right; a rule without names grants it for any name. */
function grants(rules: Rule[], group: string, resource: string, name: string, verb: string): boolean {
  return rules.some((rule) => rule.apiGroups?.includes(group) && rule.resources?.includes(resource)
    && (!rule.resourceNames || rule.resourceNames.includes(name)) && rule.verbs.includes(verb));
}

const some = (...values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 });
const rule = fc.record({
  apiGroups: some('', 'apps', 'kubevirt.io'), resources: some('secrets', 'pods'), resourceNames: fc.option(some('a', 'b'), { nil: undefined }), verbs: some('get', 'list', 'create'),
});

test('merging rules neither adds nor drops a right', () => {
  fc.assert(fc.property(fc.array(rule, { maxLength: 6 }), (rules) => {
    for (const group of ['', 'apps', 'kubevirt.io']) {
      for (const resource of ['secrets', 'pods']) {
        for (const name of ['a', 'b', 'neither']) {
          for (const verb of ['get', 'list', 'create']) {
            expect(grants(merged(rules), group, resource, name, verb)).toBe(grants(rules, group, resource, name, verb));
          }
        }
      }
    }
  }));
});

test('what differs only in its verbs becomes one rule', () => {
  expect(merged([
    { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
  ])).toEqual([{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }]);
});

test('a rule for URLs stays apart from rules for resources', () => {
  const url = { nonResourceURLs: ['/healthz'], verbs: ['get'] };
  const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
  expect(merged([url, pods])).toEqual([pods, url]);
});
