import { keptCrd } from '../../tools/facts/crd';

const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.example.com, annotations: {a: b}}
spec:
  group: example.com
  versions:
  - name: v1
    deprecationWarning: prose
    additionalPrinterColumns: [{name: Age, type: date, jsonPath: .x, description: prose}]
    schema:
      openAPIV3Schema:
        description: prose
        type: object
        properties:
          description: {type: string, description: prose}
          list: {type: array, items: {type: string, description: prose}}
          map: {type: object, additionalProperties: {type: string, description: prose}}
          fixed: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: prose}]}
status: {conditions: []}
`;

test('a CRD keeps its meaning and loses its prose', () => {
  const crd: any = keptCrd(CRD);
  expect(JSON.stringify(crd)).not.toContain('prose');
  expect(crd.spec.versions[0].schema.openAPIV3Schema.properties).toEqual({
    description: { type: 'string' },
    list: { type: 'array', items: { type: 'string' } },
    map: { type: 'object', additionalProperties: { type: 'string' } },
    fixed: { 'type': 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] },
  });
});

test('a CRD keeps its annotations and gets the one that keeps it in the cluster', () => {
  expect(keptCrd(CRD).metadata).toEqual({ name: 'things.example.com', annotations: { 'a': 'b', 'helm.sh/resource-policy': 'keep' } });
});

test('a CRD has no status, which belongs to the server', () => {
  expect(keptCrd(CRD)).not.toHaveProperty('status');
});
