import { UNKNOWN } from '../../../src/admission/finding';
import { Allowed, Refused, T } from '../manifests';

export const R = `${T}.readinessProbe`;
export const PORTS = `${T}.domain.devices.interfaces[0].ports`;
const L = `${T}.livenessProbe`;

export const REFUSED: Refused[] = [
  ['PRB-1', { [R]: { guestAgentPing: {}, initialDelaySeconds: -1 } }, `${R}.initialDelaySeconds`, 'got -1'],
  ['PRB-1', { [L]: { guestAgentPing: {}, successThreshold: 3 } }, `${L}.successThreshold`, 'expected 1'],
  ['PRB-2', { [R]: { tcpSocket: { port: 0 } } }, `${R}.tcpSocket.port`, 'got 0'],
  ['R-91', { [R]: { guestAgentPing: {}, periodSeconds: -1 } }, `${R}.periodSeconds`, 'got -1'],
  ['R-91', { [L]: { guestAgentPing: {}, failureThreshold: -3 } }, `${L}.failureThreshold`, 'got -3'],
  ['PRB-2', { [R]: { httpGet: { port: 'http' } } }, `${R}.httpGet.port`, '"http"'],
  ['PRB-2', { [PORTS]: [{ name: 'https', port: 443 }], [R]: { tcpSocket: { port: 'http' } } }, `${R}.tcpSocket.port`, '"http"'],
  ['PRB-2', { [R]: { httpGet: { port: '80' } } }, `${R}.httpGet.port`, '"80"'],
  ['PRB-2', { [R]: { httpGet: { port: 80, scheme: 'https' } } }, `${R}.httpGet.scheme`, '"https"'],
  ['PRB-2', { [L]: { exec: { command: [] } } }, `${L}.exec.command`, 'no command'],
  ['PRB-2', { [L]: { exec: {} } }, `${L}.exec.command`, 'no command'],
];

export const ALLOWED: Allowed[] = [
  ['PRB-1', 'a delay may be 0', { [R]: { guestAgentPing: {}, initialDelaySeconds: 0, successThreshold: 3 } }],
  ['R-91', 'zeros become the defaults',
    { [R]: { guestAgentPing: {}, periodSeconds: 0, timeoutSeconds: 0, successThreshold: 0, failureThreshold: 0 } }],
  ['PRB-2', 'a NIC has a port of the name', { [PORTS]: [{ name: 'http', port: 80 }], [R]: { httpGet: { port: 'http' } } }],
  ['PRB-2', 'the ports are only known at apply', { [PORTS]: UNKNOWN, [R]: { httpGet: { port: 'http' } } }],
  ['PRB-2', 'a NIC is only known at apply', { [`${T}.domain.devices.interfaces[1]`]: UNKNOWN, [R]: { httpGet: { port: 'http' } } }],
  ['PRB-1', 'it is only known at apply', { [L]: { guestAgentPing: {}, successThreshold: UNKNOWN } }],
  ['PRB-2', 'port, scheme and command can be asked', { [R]: { httpGet: { port: 65535, scheme: 'HTTPS' } }, [L]: { exec: { command: ['true'] } } }],
  ['PRB-2', 'they are only known at apply', { [R]: { httpGet: { port: UNKNOWN, scheme: UNKNOWN } }, [L]: { exec: { command: UNKNOWN } } }],
];
