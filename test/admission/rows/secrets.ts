import { AllowedObject, RefusedObject } from '../objects';

const secret = () => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'web-0', namespace: 'companions' }, data: {} });
const encoded = (key: string, text: string) => ({ [`data.${key}`]: Buffer.from(text).toString('base64') });
const script = (bytes: number) => encoded('userdata', '#!/bin/sh\n'.padEnd(bytes, 'x'));

export const REFUSED: RefusedObject[] = [
  [secret, 'R-7', encoded('userdata', 'packages: []'), 'data.userdata', 'first line', 'runtime'],
  [secret, 'R-7', { 'stringData.userdata': '# cloud-config\n' }, 'stringData.userdata', 'first line', 'runtime'],
  [secret, 'R-89', script(2 ** 20 + 1), 'data', '1024', 'admission'],
];

export const ALLOWED: AllowedObject[] = [
  [secret, 'it has user data', encoded('userdata', '#cloud-config\npackages: []\n')],
  [secret, 'it has user data as text', { 'stringData.userdata': '#cloud-config\npackages: []\n' }],
  [secret, 'it is as large as can be', script(2 ** 20)],
];
