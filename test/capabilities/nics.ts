import { Capability, devices, template } from './capability';
import { Mac, MacStyle, Nic, NicBinding, NicLinkState, NicModel, NicProtocol, ResourceClaim, VmNetwork } from '../../src';

/** What cloud-init reads where there is only network configuration for it. */
const NO_USER_DATA = '#cloud-config\n{}\n';

/** A network that is on the cluster already, in its default namespace. */
const nad = (name: string, type: string) => ({
  apiVersion: 'k8s.cni.cncf.io/v1',
  kind: 'NetworkAttachmentDefinition',
  metadata: { name, namespace: 'default' },
  spec: { config: JSON.stringify({ cniVersion: '0.3.1', name, type }) },
});

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
    title: 'No network at all',
    vm: () => ({ nics: [] }),
    spec: template({ domain: { devices: { autoattachPodInterface: false, interfaces: undefined } }, networks: undefined }),
  },
  {
    title: 'Pod network, bridged',
    vm: () => ({
      nics: [Nic.pod({ binding: NicBinding.bridge() })],
      suppress: [{ rule: 'R-10', reason: 'this VM need not migrate' }],
    }),
    spec: template({ domain: { devices: { interfaces: [{ name: 'default', bridge: {} }] } }, networks: [{ name: 'default', pod: {} }] }),
  },
  {
    title: 'Pod network, through passt',
    vm: () => ({ nics: [Nic.pod({ binding: NicBinding.passt() })] }),
    spec: devices({ interfaces: [{ name: 'default', passtBinding: {} }] }),
    gates: ['PasstBinding'],
  },
  {
    title: 'Networks of your own between guest and NAT',
    vm: () => ({
      nics: [Nic.pod({ binding: NicBinding.masquerade(), vmNetworkCidr: '192.168.100.0/24', vmIpv6NetworkCidr: 'fd00:100::/120', dhcp6: true })],
    }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'default', masquerade: {} }] } },
      networks: [{ name: 'default', pod: { vmNetworkCIDR: '192.168.100.0/24', vmIPv6NetworkCIDR: 'fd00:100::/120' } }],
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: NO_USER_DATA,
          networkData: [
            'version: 2', 'ethernets:', '  eth0:', '    match:', '      macaddress: "06:56:16:cb:12:de"', '    set-name: eth0',
            '    dhcp4: true', '    dhcp6: true', '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'Port ranges that the pod network lets in',
    vm: () => ({ nics: [Nic.pod({ portRanges: [{ start: 8000, end: 8100 }, { start: 5000, end: 5010, protocol: NicProtocol.UDP }] })] }),
    spec: devices({
      interfaces: [{ name: 'default', portRanges: [{ start: 8000, end: 8100, protocol: 'TCP' }, { start: 5000, end: 5010, protocol: 'UDP' }] }],
    }),
    gates: ['PortRangesSpec'],
    since: '1.9.0',
  },
  {
    title: 'Binding plugin of the cluster',
    vm: ({ stack }) => ({
      nics: [Nic.on(VmNetwork.fromNetworkAttachmentDefinition(stack, 'dataplane', { name: 'dataplane' }), { binding: NicBinding.plugin('macvtap') })],
    }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'dataplane', binding: { name: 'macvtap' } }] } },
      networks: [{ name: 'dataplane', multus: { networkName: 'default/dataplane' } }],
    }),
    configuration: { network: { binding: { macvtap: { domainAttachmentType: 'tap' } } } },
    needs: [nad('dataplane', 'macvtap')],
  },
  {
    title: 'SR-IOV',
    vm: ({ stack }) => ({ nics: [Nic.pod(), Nic.sriov(VmNetwork.fromNetworkAttachmentDefinition(stack, 'fast', { name: 'fast' }))] }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'fast', sriov: {} }] } },
      networks: [{ name: 'fast', multus: { networkName: 'default/fast' } }],
    }),
    needs: [nad('fast', 'sriov')],
  },
  {
    title: 'Network device of a resource claim',
    vm: () => ({
      nics: [Nic.claim({ claimName: 'nics', requestName: 'rdma' }), Nic.claim({ claimName: 'nics', requestName: 'tap', binding: NicBinding.plugin('tap') })],
      resourceClaims: [ResourceClaim.existing('nics', 'nics')],
    }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'rdma', sriov: {} }, { name: 'tap', binding: { name: 'tap' } }] } },
      networks: [
        { name: 'rdma', resourceClaim: { claimName: 'nics', requestName: 'rdma' } },
        { name: 'tap', resourceClaim: { claimName: 'nics', requestName: 'tap' } },
      ],
      resourceClaims: [{ name: 'nics', resourceClaimName: 'nics' }],
    }),
    gates: ['NetworkDevicesWithDRA'],
    since: '1.9.0',
  },
  {
    title: 'Network in place of the pod network',
    vm: ({ stack, cluster, namespace }) => ({
      nics: [Nic.on(new VmNetwork(stack, 'vlan27', { cluster, namespace, vlan: 27 }), { defaultNetwork: true })],
    }),
    spec: template({ networks: [{ name: 'vlan27', multus: { networkName: 'capabilities/vlan27', default: true } }] }),
  },
  {
    title: 'Static addresses',
    vm: ({ stack, cluster, namespace }) => ({
      nics: [Nic.on(new VmNetwork(stack, 'vlan26', { cluster, namespace, vlan: 26 }), {
        addresses: ['10.26.0.10/24'], gateway: '10.26.0.1', nameservers: ['10.26.0.53'], mac: Mac.of('02:5e:10:00:00:01'),
      })],
    }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'vlan26', bridge: {}, macAddress: '02:5e:10:00:00:01' }] } },
      networks: [{ name: 'vlan26', multus: { networkName: 'capabilities/vlan26' } }],
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: NO_USER_DATA,
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
    title: 'IPv6, routes, search domains and MTU',
    vm: ({ stack, cluster, namespace }) => ({
      nics: [Nic.on(new VmNetwork(stack, 'vlan28', { cluster, namespace, vlan: 28 }), {
        mac: Mac.of('02:5e:10:00:00:02'),
        addresses: ['10.28.0.10/24', 'fd00:28::10/64'],
        gateway: '10.28.0.1',
        gateway6: 'fd00:28::1',
        searchDomains: ['example.com'],
        mtu: 9000,
        routes: [{ to: '10.99.0.0/16', via: '10.28.0.254', metric: 50 }],
      })],
    }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'vlan28', bridge: {}, macAddress: '02:5e:10:00:00:02' }] } },
      networks: [{ name: 'vlan28', multus: { networkName: 'capabilities/vlan28' } }],
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: NO_USER_DATA,
          networkData: [
            'version: 2',
            'ethernets:',
            '  eth0:',
            '    match:',
            '      macaddress: "02:5e:10:00:00:02"',
            '    set-name: eth0',
            '    addresses:',
            '      - "10.28.0.10/24"',
            '      - "fd00:28::10/64"',
            '    dhcp4: false',
            '    mtu: 9000',
            '    routes:',
            '      - to: "0.0.0.0/0"',
            '        via: "10.28.0.1"',
            '      - to: "::/0"',
            '        via: "fd00:28::1"',
            '      - to: "10.99.0.0/16"',
            '        via: "10.28.0.254"',
            '        metric: 50',
            '    nameservers:',
            '      search:',
            '        - example.com',
            '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'DHCP for both IPv4 and IPv6',
    vm: () => ({ nics: [Nic.pod({ mac: Mac.of('02:5e:10:00:00:03'), dhcp4: true, dhcp6: true })] }),
    spec: template({
      domain: { devices: { interfaces: [{ name: 'default', macAddress: '02:5e:10:00:00:03' }] } },
      volumes: [{
        name: 'cloud-init',
        cloudInitNoCloud: {
          userData: NO_USER_DATA,
          networkData: [
            'version: 2', 'ethernets:', '  eth0:', '    match:', '      macaddress: "02:5e:10:00:00:03"', '    set-name: eth0',
            '    dhcp4: true', '    dhcp6: true', '',
          ].join('\n'),
        },
      }],
    }),
  },
  {
    title: 'What DHCP tells the guest',
    vm: () => ({
      nics: [Nic.pod({
        dhcpOptions: {
          bootFileName: 'pxelinux.0', tftpServerName: 'tftp.example.com', ntpServers: ['10.25.0.123'], privateOptions: [{ option: 240, value: 'blue' }],
        },
      })],
    }),
    spec: devices({
      interfaces: [{
        name: 'default',
        dhcpOptions: {
          bootFileName: 'pxelinux.0', tftpServerName: 'tftp.example.com', ntpServers: ['10.25.0.123'], privateOptions: [{ option: 240, value: 'blue' }],
        },
      }],
    }),
  },
  {
    title: 'NIC that the guest boots from',
    vm: () => ({ nics: [Nic.pod({ bootOrder: 1 })] }),
    spec: devices({ interfaces: [{ name: 'default', bootOrder: 1 }] }),
  },
  {
    title: 'NIC whose cable is unplugged',
    vm: () => ({ nics: [Nic.pod({ linkState: NicLinkState.DOWN })] }),
    spec: devices({ interfaces: [{ name: 'default', state: 'down' }] }),
  },
  {
    title: 'Place and number of a NIC in the guest',
    vm: () => ({ nics: [Nic.pod({ pciAddress: '0000:81:00.1', acpiIndex: 5 })] }),
    spec: devices({ interfaces: [{ name: 'default', pciAddress: '0000:81:00.1', acpiIndex: 5 }] }),
  },
  {
    title: 'A queue of each NIC for each CPU',
    vm: () => ({ networkInterfaceMultiqueue: true }),
    spec: devices({ networkInterfaceMultiqueue: true }),
  },
  {
    title: 'Network hardware of another make',
    vm: () => ({ nics: [Nic.pod({ model: NicModel.E1000E })] }),
    spec: devices({ interfaces: [{ name: 'default', model: 'e1000e' }] }),
  },
  {
    title: 'MAC address known at synth',
    vm: () => ({ nics: [Nic.pod({ name: 'front', mac: Mac.deterministic(MacStyle.AAI) })] }),
    spec: devices({ interfaces: [{ name: 'front', masquerade: {}, macAddress: 'b2:8b:55:be:ca:de' }] }),
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
