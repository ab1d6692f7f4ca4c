import { Capability, template } from './capability';
import { Probe, ProbeScheme } from '../../src';

export const health: Capability[] = [
  {
    title: 'Ready when a port answers',
    vm: () => ({
      readinessProbe: Probe.tcp(22, {
        initialDelaySeconds: 30, periodSeconds: 20, timeoutSeconds: 5, successThreshold: 2, failureThreshold: 4, host: '10.0.0.5',
      }),
    }),
    spec: template({
      readinessProbe: {
        tcpSocket: { port: 22, host: '10.0.0.5' }, initialDelaySeconds: 30, periodSeconds: 20, timeoutSeconds: 5, successThreshold: 2, failureThreshold: 4,
      },
    }),
  },
  {
    title: 'Ready when a web server answers',
    vm: () => ({
      readinessProbe: Probe.http({ port: 8443, path: '/healthz', scheme: ProbeScheme.HTTPS, headers: { Host: 'shop.example.com' }, host: '10.0.0.5' }),
    }),
    spec: template({
      readinessProbe: {
        httpGet: { port: 8443, path: '/healthz', scheme: 'HTTPS', httpHeaders: [{ name: 'Host', value: 'shop.example.com' }], host: '10.0.0.5' },
      },
    }),
  },
  {
    title: 'Ready when a command in the guest succeeds',
    vm: () => ({ readinessProbe: Probe.exec(['systemctl', 'is-active', 'nginx'], { timeoutSeconds: 5 }) }),
    spec: template({ readinessProbe: { exec: { command: ['systemctl', 'is-active', 'nginx'] }, timeoutSeconds: 5 } }),
  },
  {
    title: 'Started again when the guest agent is silent',
    vm: () => ({ livenessProbe: Probe.guestAgentPing({ initialDelaySeconds: 120, failureThreshold: 6 }) }),
    spec: template({ livenessProbe: { guestAgentPing: {}, initialDelaySeconds: 120, failureThreshold: 6 } }),
  },
];
