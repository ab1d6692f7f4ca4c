import { Capability, devices, template } from './capability';
import { Mac, MacStyle, Nic, NicModel, NicProtocol, VmNetwork } from '../../src';

export const nics: Capability[] = [
  {
    title: 'Pod network, behind NAT',
    vm: () => ({ nics: [Nic.pod()] }),
    spec: template({ domain: { devices: { interfaces: [{ name: 'default', masquerade: {} }] } }, networks: [{ name: 'default', pod: {} }] }),
  },
  {
    title: 'Ports that the pod network lets in',
    vm: () => ({ nics: [Nic.pod({ ports: [{ port: 53, name: 'dns', protocol: NicProtocol.UDP }] })] }),
    spec: devices({ interfaces: [{ name: 'default', ports: [{ port: 53, name: 'dns', protocol: 'UDP' }] }] }),
  },
  {
    title: 'VLAN',
    vm: ({ stack, cluster, namespace }) => ({ nics: [Nic.on(new VmNetwork(stack, 'vlan25', { cluster, namespace, vlan: 25 }))] }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'vlan25', bridge: {} }] } },
      networks: [{ name: 'vlan25', multus: { networkName: 'capabilities/vlan25' } }],
    }),
  },
  {
    title: 'Network that is on the cluster already',
    vm: ({ stack }) => ({ nics: [Nic.on(VmNetwork.fromNetworkAttachmentDefinition(stack, 'storage', { name: 'storage' }))] }),
    spec: template({ networks: [{ name: 'storage', multus: { networkName: 'default/storage' } }] }),
    needs: [{
      apiVersion: 'k8s.cni.cncf.io/v1',
      kind: 'NetworkAttachmentDefinition',
      metadata: { name: 'storage', namespace: 'default' },
      spec: { config: '{"cniVersion":"0.3.1","name":"storage","type":"bridge","bridge":"br0","ipam":{}}' },
    }],
  },
  {
    title: 'Static addresses',
    vm: ({ stack, cluster, namespace }) => ({
      nics: [Nic.on(new VmNetwork(stack, 'vlan26', { cluster, namespace, vlan: 26 }), {
        addresses: ['10.26.0.10/24'], gateway: '10.26.0.1', nameservers: ['10.26.0.53'], mac: Mac.of('02:5e:10:00:00:01'),
      })],
    }),
    spec: template({
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          networkData: [
            'version: 2',
            'ethernets:',
            '  eth0:',
            '    match:',
            '      macaddress: "02:5e:10:00:00:01"',
            '    set-name: eth0',
            '    addresses:',
            '      - "10.26.0.10/24"',
            '    dhcp4: false',
            '    routes:',
            '      - to: "0.0.0.0/0"',
            '        via: "10.26.0.1"',
            '    nameservers:',
            '      addresses:',
            '        - "10.26.0.53"',
            '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'Network hardware of another make',
    vm: () => ({ nics: [Nic.pod({ model: NicModel.E1000E })] }),
    spec: devices({ interfaces: [{ name: 'default', model: 'e1000e' }] }),
  },
  {
    title: 'MAC address known at synth',
    vm: () => ({ nics: [Nic.pod({ name: 'front', mac: Mac.deterministic(MacStyle.AAI) })] }),
    spec: devices({ interfaces: [{ name: 'front', macAddress: 'b2:8b:55:be:ca:de' }] }),
  },
  {
    title: 'MAC address behind octets of yours',
    vm: () => ({ nics: [Nic.pod({ mac: Mac.prefix('06:ab') })] }),
    spec: devices({ interfaces: [{ name: 'default', macAddress: '06:ab:76:8b:e3:3b' }] }),
  },
  {
    title: 'MAC address that a VM brings along',
    vm: () => ({ nics: [Nic.pod({ mac: Mac.of('02:00:5e:10:00:01') })] }),
    spec: devices({ interfaces: [{ name: 'default', macAddress: '02:00:5e:10:00:01' }] }),
  },
  {
    title: 'MAC address from the cluster',
    vm: () => ({ nics: [Nic.pod({ mac: Mac.fromCluster() })] }),
    spec: devices({ interfaces: [{ name: 'default', macAddress: undefined }] }),
  },
];
