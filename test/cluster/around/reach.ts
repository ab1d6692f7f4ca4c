import { TerraformStack } from 'cdktf';
import { Around } from './around';
import {
  AccessCredential, BootSource, CloudInit, IpFamily, ServiceProtocol, ServiceType, SessionAffinity, Size, SshKeyPropagation, Subject, TrafficPolicy,
  VirtualMachine, VmConnection, VmRole, VmRoles, VmService,
} from '../../../src';
import { ROLE_RULES } from '../../../src/construct/role-rules';
import { run } from '../../../testbed/apply/command';
import { existingCluster, manifests, synth } from '../../support/synth';
import { eventually } from '../support/cluster';

const NAMESPACE = 'reach';

/** One question to the cluster: may this user do that? */
interface Question {
  user: string;
  groups?: string[];
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  name?: string;
  namespace?: string;
}

/** What leads to VMs, and who may do what with them. */
export function describeReach(around: () => Around): void {
  describe('reach', () => {
    let objects: any[];
    let connect: VmConnection;

    const cluster = () => around().cluster;
    const subresource = (path: string) => `/apis/subresources.kubevirt.io/v1/namespaces/${NAMESPACE}/${path}`;

    /** Calls a subresource as somebody, and gives what the server says. */
    async function call(user: string, verb: 'get' | 'update', path: string): Promise<string> {
      const { bed } = around();
      const [what, input] = verb === 'get' ? [['get', '--raw', subresource(path)], ''] : [['replace', '--raw', subresource(path), '-f', '-'], '{}'];
      return run([...bed.kubectl, '--as', user, ...what], { KUBECONFIG: bed.kubeconfig }, input).catch((error) => error.message);
    }

    /** Runs what `vm.connect` says, as somebody; gives what virtctl says. */
    async function virtctl(user: string, command: string): Promise<string> {
      const { bed } = around();
      const [, ...args] = command.split(' ');
      return run([`${bed.bin}/virtctl`, '--as', user, ...args], { KUBECONFIG: bed.kubeconfig }).catch((error) => error.message);
    }

    /** The answers of the cluster's authorizer to many questions, in one request. */
    async function may(questions: Question[]): Promise<boolean[]> {
      const reviews = questions.map(({ user, groups, ...resourceAttributes }) => ({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user, groups, resourceAttributes: { namespace: NAMESPACE, ...resourceAttributes } },
      }));
      const { bed } = around();
      const answer = await run([...bed.kubectl, 'create', '-o', 'jsonpath={.status.allowed} ', '-f', '-'], { KUBECONFIG: bed.kubeconfig },
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items: reviews }));
      return answer.trim().split(' ').map((allowed) => JSON.parse(allowed));
    }

    beforeAll(async () => {
      const { stack } = synth((scope) => {
        const lab = existingCluster(scope);
        const vm = (name: string) => new VirtualMachine(scope, name, {
          cluster: lab,
          namespace: NAMESPACE,
          size: Size.of({ cpu: 1, memory: '128Mi' }),
          boot: BootSource.containerDisk('quay.io/containerdisks/fedora:42'),
          labels: { app: 'web' },
          subdomain: 'peers',
          cloudInit: CloudInit.of({ packages: ['qemu-guest-agent'] }),
          accessCredentials: [
            AccessCredential.sshPublicKey('ops-keys', SshKeyPropagation.qemuGuestAgent(['fedora'])),
            AccessCredential.sshPublicKey('first-keys', SshKeyPropagation.noCloud()),
          ],
        });
        const [web, db] = [vm('web'), vm('db')];
        connect = web.connect;
        web.expose({ ports: [{ port: 80, targetPort: 8080 }, { port: 22 }], ingress: { hosts: ['shop.example.com'], port: 80, tlsSecretName: 'shop-tls' } });
        new VmService(scope, 'peers', { vms: [web, db], selector: { app: 'web' }, headless: true });
        web.grantConsole(Subject.user('connie'));
        web.grantPower(Subject.group('operators'));
        web.grantPower(Subject.user('pia'));
        web.grantSnapshot(Subject.serviceAccount('backup', NAMESPACE));
        web.grantView(Subject.user('vera'));
        const roles = new VmRoles(scope, 'roles', { cluster: lab });
        for (const role of [VmRole.ADMIN, VmRole.POWER_USER, VmRole.USER, VmRole.VIEWER]) {
          roles.bind('reach', { role, namespace: NAMESPACE, subjects: [Subject.user(role)] });
        }
        roles.bind('users', { role: VmRole.NAMESPACE_LIST, subjects: [Subject.user(VmRole.USER)] });
      });
      objects = manifests(stack);
      const secret = (name: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: NAMESPACE }, stringData: { key: 'ssh-ed25519 AAAA' } });
      await cluster().create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
      await cluster().apply([secret('ops-keys'), secret('first-keys'), ...objects]);
      await eventually(async () => {
        for (const vm of Object.values(await cluster().vms(NAMESPACE))) expect(vm.status?.printableStatus).toBe('Running');
      });
    }, 120_000);

    test('what is made is taken as it is, and a second apply changes nothing', async () => {
      const made = objects.filter(({ kind }) => kind !== 'VirtualMachine');
      const kinds = [...new Set(made.map(({ kind }) => kind))].join(',');
      const key = ({ kind, metadata: { namespace, name } }: any) => [kind, namespace, name].join('/');
      const seen = async (): Promise<Record<string, any>> =>
        Object.fromEntries((await cluster().get(kinds, '-A')).map((object: any) => [key(object), object]));
      const versions = (all: Record<string, any>) => made.map((object) => all[key(object)].metadata.resourceVersion);
      const first = await seen();
      for (const object of made) expect(first[key(object)]).toMatchObject(object);
      await cluster().apply(made);
      expect(versions(await seen())).toEqual(versions(first));
    });

    test('Services find the pods of their VMs, and a headless one names each by its host name', async () => {
      const endpoints = async (service: string) => (await cluster().get('endpointslice', '-n', NAMESPACE, '-l', `kubernetes.io/service-name=${service}`))
        .flatMap((slice: any) => slice.endpoints.map((endpoint: any) => ({ ...endpoint, ports: slice.ports })));
      await eventually(async () => {
        expect((await endpoints('web')).map(({ targetRef, ports }: any) => [targetRef.name, ports.map(({ port }: any) => port).sort()]))
          .toEqual([[expect.stringMatching(/^virt-launcher-web-/), [22, 8080]]]);
        expect((await endpoints('peers')).map(({ hostname }: any) => hostname).sort()).toEqual(['db', 'web']);
      });
    });

    test('every type of Service is taken with all its options', async () => {
      const services = manifests(synth((scope: TerraformStack) => {
        const web = VirtualMachine.fromVirtualMachineName(scope, 'web', { cluster: existingCluster(scope), name: 'web', namespace: NAMESPACE });
        const ports = [{ port: 443, targetPort: 8443, name: 'https', appProtocol: 'https' }, { port: 443, protocol: ServiceProtocol.UDP }];
        const sticky = { sessionAffinity: SessionAffinity.CLIENT_IP, sessionAffinitySeconds: 600 };
        new VmService(scope, 'cluster-ip', { vms: [web], ports, ...sticky, internalTrafficPolicy: TrafficPolicy.LOCAL, publishNotReadyAddresses: true });
        new VmService(scope, 'headless', { vms: [web], ports, headless: true, ipFamilies: [IpFamily.IPV4] });
        new VmService(scope, 'node-port', {
          vms: [web], type: ServiceType.NODE_PORT, ports: [{ port: 22, nodePort: 30999 }], externalTrafficPolicy: TrafficPolicy.LOCAL, ingress: {},
        });
        new VmService(scope, 'load-balancer', {
          vms: [web],
          type: ServiceType.LOAD_BALANCER,
          ports,
          loadBalancer: { className: 'example.com/lb', ip: '203.0.113.7', sourceRanges: ['198.51.100.0/24'], allocateNodePorts: false },
          annotations: { 'metallb.io/loadBalancerIPs': '203.0.113.7' },
          labels: { app: 'web' },
        });
      }).stack);
      const answers = await cluster().dryRunAll(services);
      expect(answers).toHaveLength(5);
      services.forEach((service, index) => expect(answers[index]).toMatchObject(service));
    });

    test.each([
      ['a name that begins with a digit', (service: any) => { service.metadata.name = '0web'; }, 'DNS-1035'],
      ['no port', (service: any) => { delete service.spec.ports; }, 'spec.ports'],
      ['a node port beyond the range', (service: any) => Object.assign(service.spec, { type: 'NodePort', ports: [{ port: 22, nodePort: 22022 }] }), 'not in the valid range'],
      ['a port twice', (service: any) => { service.spec.ports = [1, 2].map((n) => ({ name: `p${n}`, port: 22 })); }, 'Duplicate value'],
      ['an address of a headless one', (service: any) => Object.assign(service.spec, { type: 'NodePort', clusterIP: 'None' }), 'may not be set to \'None\''],
      ['source ranges without a load balancer', (service: any) => { service.spec.loadBalancerSourceRanges = ['10.0.0.0/8']; }, 'may only be used when'],
    ])('what is refused at synth is refused by the server: %s', async (_, spoil, reason) => {
      const service: any = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'spoilt', namespace: NAMESPACE }, spec: { ports: [{ port: 22 }], selector: { a: 'b' } } };
      spoil(service);
      // In earnest: of a dry run, no node port is looked at.
      await expect(cluster().create(service)).rejects.toThrow(reason);
    });

    test('a grant lets do what it says with that VM, and nothing else', async () => {
      const forbidden = expect.stringContaining('is forbidden');
      const letIn = expect.not.stringContaining('is forbidden');
      const { bed } = around();
      const kubectl = (user: string, ...args: string[]) =>
        run([...bed.kubectl, '--as', user, '-n', NAMESPACE, ...args], { KUBECONFIG: bed.kubeconfig }).catch((error) => error.message);

      // Running guests are played, so a console and a port end in an error of virt-handler's: behind the authorizer.
      expect(await call('connie', 'get', 'virtualmachineinstances/web/console')).toEqual(letIn);
      expect(await call('connie', 'get', 'virtualmachineinstances/web/portforward/22/tcp')).toEqual(letIn);
      expect(await call('connie', 'get', 'virtualmachineinstances/db/console')).toEqual(forbidden);
      expect(await call('connie', 'update', 'virtualmachines/web/stop')).toEqual(forbidden);
      expect(await kubectl('connie', 'get', 'vm', 'web')).toEqual(forbidden);

      expect(await kubectl('vera', 'get', 'vm', 'web', '-o', 'name')).toContain('virtualmachine.kubevirt.io/web');
      expect(await kubectl('vera', 'get', 'vm', 'db')).toEqual(forbidden);
      expect(await kubectl('vera', 'get', 'vm')).toEqual(forbidden);
      expect(await call('vera', 'get', 'virtualmachines/web/expand-spec')).toContain('"name": "web"');
      expect(await call('vera', 'get', 'virtualmachineinstances/web/console')).toEqual(forbidden);

      expect(await call('pia', 'get', 'virtualmachineinstances/web/console')).toEqual(forbidden);
      expect(await call('pia', 'update', 'virtualmachines/db/restart')).toEqual(forbidden);
      expect(await kubectl('pia', 'delete', 'vm', 'web', '--dry-run=server')).toEqual(forbidden);
      const before = (await cluster().get('vmi', 'web', '-n', NAMESPACE)).metadata.uid;
      expect(await call('pia', 'update', 'virtualmachines/web/restart')).toBe('');
      await eventually(async () => expect((await cluster().get('vmi', 'web', '-n', NAMESPACE)).metadata.uid).not.toBe(before));

      const backup = `system:serviceaccount:${NAMESPACE}:backup`;
      const snapshot = (user: string) => run([...bed.kubectl, '--as', user, 'create', '-f', '-', '-o', 'name'], { KUBECONFIG: bed.kubeconfig }, JSON.stringify({
        apiVersion: 'snapshot.kubevirt.io/v1beta1',
        kind: 'VirtualMachineSnapshot',
        metadata: { name: 'web-now', namespace: NAMESPACE },
        spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'web' } },
      })).catch((error) => error.message);
      expect(await snapshot('vera')).toEqual(forbidden);
      expect(await snapshot(backup)).toContain('virtualmachinesnapshot.snapshot.kubevirt.io/web-now');
      expect(await kubectl(backup, 'delete', 'vmsnapshot', 'web-now')).toEqual(forbidden);
      expect(await may([
        { user: backup, verb: 'create', group: 'snapshot.kubevirt.io', resource: 'virtualmachinerestores' },
        { user: backup, verb: 'get', group: 'kubevirt.io', resource: 'virtualmachines', name: 'web' },
      ])).toEqual([false, false]);
      await cluster().kubectl('delete', 'vmsnapshot', 'web-now', '-n', NAMESPACE, '--wait=false');
    });

    test('a group is let in like a user', async () => {
      const start = { user: 'otto', verb: 'update', group: 'subresources.kubevirt.io', resource: 'virtualmachines', subresource: 'start' };
      const groups = ['operators'];
      expect(await may([{ ...start, groups, name: 'web' }, { ...start, groups, name: 'db' }, { ...start, name: 'web' }])).toEqual([true, false, false]);
    });

    // Of subresources it says no in any case: discovery lists them without the resource that they are of.
    test('kubectl says the same of rights', async () => {
      const { bed } = around();
      const canI = (user: string, ...args: string[]) => run([...bed.kubectl, 'auth', 'can-i', '-n', NAMESPACE, '--as', user, ...args], { KUBECONFIG: bed.kubeconfig })
        .then(() => true, () => false);
      expect([
        await canI('vera', 'get', 'virtualmachines.kubevirt.io/web'), await canI('vera', 'get', 'virtualmachines.kubevirt.io/db'),
        await canI('vera', 'delete', 'virtualmachines.kubevirt.io/web'), await canI(VmRole.VIEWER, 'list', 'virtualmachines.kubevirt.io'),
        await canI(VmRole.USER, 'create', 'virtualmachines.kubevirt.io'), await canI(VmRole.POWER_USER, 'create', 'virtualmachines.kubevirt.io'),
      ]).toEqual([true, false, false, true, false, true]);
    });

    test('virtctl understands the commands of vm.connect', async () => {
      const refused = (what: string) => expect.stringContaining(`User "nobody" cannot get resource "virtualmachineinstances/${what}"`);
      expect(await Promise.all([connect.console, connect.vncProxy(0)].map((command) => virtctl('nobody', command)))).toEqual([refused('console'), refused('vnc')]);
    }, 60_000);

    // A admin, P power user, U user, V viewer.
    const RIGHTS: [allowed: string, verb: string, group: string, resources: string][] = [
      ['APUV', 'list', 'kubevirt.io', 'virtualmachines virtualmachineinstances virtualmachineinstancemigrations'],
      ['APUV', 'get', 'snapshot.kubevirt.io', 'virtualmachinesnapshots virtualmachinerestores virtualmachinesnapshotcontents'],
      ['APUV', 'watch', 'cdi.kubevirt.io', 'datavolumes datasources dataimportcrons'],
      ['APUV', 'list', 'instancetype.kubevirt.io', 'virtualmachineinstancetypes virtualmachineclusterinstancetypes virtualmachinepreferences'],
      ['APUV', 'list', 'k8s.cni.cncf.io', 'network-attachment-definitions'],
      ['APUV', 'list', '', 'persistentvolumeclaims events services'],
      ['APUV', 'get', 'subresources.kubevirt.io', 'virtualmachineinstances/guestosinfo virtualmachines/expand-spec'],
      ['APU', 'get', 'subresources.kubevirt.io', 'virtualmachineinstances/console virtualmachineinstances/vnc virtualmachines/portforward'],
      ['APU', 'update', 'subresources.kubevirt.io', 'virtualmachines/start virtualmachines/stop virtualmachines/restart virtualmachineinstances/pause virtualmachineinstances/reset'],
      ['AP', 'update', 'subresources.kubevirt.io', 'virtualmachines/migrate virtualmachines/addvolume virtualmachines/memorydump virtualmachineinstances/freeze'],
      ['AP', 'create', 'kubevirt.io', 'virtualmachines virtualmachineinstancemigrations'],
      ['AP', 'patch', 'kubevirt.io', 'virtualmachines'],
      ['AP', 'delete', 'kubevirt.io', 'virtualmachines'],
      ['AP', 'create', 'snapshot.kubevirt.io', 'virtualmachinesnapshots virtualmachinerestores'],
      ['AP', 'create', 'clone.kubevirt.io', 'virtualmachineclones'],
      ['AP', 'create', 'export.kubevirt.io', 'virtualmachineexports'],
      ['AP', 'delete', 'pool.kubevirt.io', 'virtualmachinepools'],
      ['AP', 'create', 'cdi.kubevirt.io', 'datavolumes datavolumes/source'],
      ['AP', 'create', 'upload.cdi.kubevirt.io', 'uploadtokenrequests'],
      ['A', 'deletecollection', 'kubevirt.io', 'virtualmachines'],
      ['A', 'create', 'instancetype.kubevirt.io', 'virtualmachineinstancetypes virtualmachinepreferences'],
      ['A', 'create', 'k8s.cni.cncf.io', 'network-attachment-definitions'],
      ['A', 'update', 'cdi.kubevirt.io', 'datasources dataimportcrons'],
      ['', 'get', '', 'secrets pods/exec pods/log'],
      ['', 'create', '', 'pods pods/exec serviceaccounts/token'],
      ['', 'update', 'kubevirt.io', 'kubevirts'],
      ['', 'create', 'rbac.authorization.k8s.io', 'rolebindings'],
      ['', 'list', '', 'nodes'],
    ];

    test('each of the four roles may what it says, and no more', async () => {
      const roles = { A: VmRole.ADMIN, P: VmRole.POWER_USER, U: VmRole.USER, V: VmRole.VIEWER };
      const cells = RIGHTS.flatMap(([allowed, verb, group, resources]) => resources.split(' ').flatMap((path) => {
        const [resource, ...rest] = path.split('/');
        return Object.entries(roles).map(([letter, user]) => ({
          expected: allowed.includes(letter), question: { user, verb, group, resource, ...(rest.length > 0 && { subresource: rest.join('/') }) },
        }));
      }));
      const answers = await may(cells.map(({ question }) => question));
      expect(answers).toHaveLength(cells.length);
      expect(cells.map(({ question }, index) => ({ expected: answers[index], question }))).toEqual(cells);
      // Elsewhere, nothing.
      const elsewhere = await may(Object.values(roles).map((user) => ({ user, verb: 'list', group: 'kubevirt.io', resource: 'virtualmachines', namespace: 'default' })));
      expect(elsewhere).toEqual([false, false, false, false]);
      // Namespaces are listed only by who is told so.
      const list = await may([VmRole.USER, VmRole.ADMIN].map((user) => ({ user, verb: 'list', group: '', resource: 'namespaces', namespace: '' })));
      expect(list).toEqual([true, false]);
    });

    test('the roles hold for real calls, too', async () => {
      const forbidden = expect.stringContaining('is forbidden');
      expect(await call(VmRole.VIEWER, 'update', 'virtualmachines/db/restart')).toEqual(forbidden);
      expect(await call(VmRole.USER, 'update', 'virtualmachines/db/migrate')).toEqual(forbidden);
      expect(await call(VmRole.VIEWER, 'get', 'virtualmachines/db/expand-spec')).toContain('"name": "db"');
      const before = (await cluster().get('vmi', 'db', '-n', NAMESPACE)).metadata.uid;
      expect(await call(VmRole.USER, 'update', 'virtualmachines/db/restart')).toBe('');
      await eventually(async () => expect((await cluster().get('vmi', 'db', '-n', NAMESPACE)).metadata.uid).not.toBe(before));
      const { bed } = around();
      const clone = (user: string) => run([...bed.kubectl, '--as', user, 'create', '-f', '-', '-o', 'name', '--dry-run=server'], { KUBECONFIG: bed.kubeconfig }, JSON.stringify({
        apiVersion: 'clone.kubevirt.io/v1beta1',
        kind: 'VirtualMachineClone',
        metadata: { name: 'copy', namespace: NAMESPACE },
        spec: { source: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'db' }, target: { apiGroup: 'kubevirt.io', kind: 'VirtualMachine', name: 'db-2' } },
      })).catch((error) => error.message);
      expect(await clone(VmRole.USER)).toEqual(forbidden);
      expect(await clone(VmRole.POWER_USER)).toContain('virtualmachineclone.clone.kubevirt.io/copy');
    });

    /** Every right that a rule gives, as `verb group/resource`. */
    const rightsOf = (rules: readonly any[]): string[] => rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group: string) => resources.flatMap((resource: string) => verbs.map((verb: string) => `${verb} ${group}/${resource}`))));

    test.each([
      ['kubevirt.io:admin', VmRole.ADMIN], ['kubevirt.io:migrate', VmRole.ADMIN], ['kubevirt.io:view', VmRole.VIEWER],
    ])("what KubeVirt's own %s may, ours may, too", async (theirs, ours) => {
      const { rules } = await cluster().get('clusterrole', theirs);
      const missing = rightsOf(rules).filter((right) => !rightsOf(ROLE_RULES[ours]).includes(right));
      // What is written by KubeVirt alone.
      expect(missing.filter((right) => !right.endsWith('virtualmachinesnapshotcontents'))).toEqual([]);
    });

    test('the roles name kinds that there are', async () => {
      const known = new Set((await cluster().kubectl('api-resources', '-o', 'name')).split('\n').map((name) => name.trim()));
      // KubeVirt 1.9 has templates; the upload proxy is a server of CDI's own.
      const elsewhere = ['template.kubevirt.io', 'upload.cdi.kubevirt.io', 'subresources.kubevirt.io'];
      for (const { apiGroups: [group], resources } of Object.values(ROLE_RULES).flat()) {
        if (elsewhere.includes(group)) continue;
        for (const resource of resources.filter((one) => !one.includes('/'))) expect(known).toContain(group === '' ? resource : `${resource}.${group}`);
      }
    });

    test('Secrets with keys are in the pod as folders, which follow the Secret, where the guest agent reads them', async () => {
      const [pod] = await cluster().get('pod', '-n', NAMESPACE, '-l', 'vmi.kubevirt.io/id=db', '--field-selector=status.phase=Running');
      const secrets = pod.spec.volumes.filter(({ secret }: any) => secret?.secretName === 'ops-keys').map(({ name }: any) => name);
      expect(secrets).toHaveLength(1);
      const mounts = pod.spec.containers.flatMap(({ volumeMounts }: any) => volumeMounts).filter(({ name }: any) => secrets.includes(name));
      expect(mounts).not.toEqual([]);
      for (const { subPath } of mounts) expect(subPath).toBeUndefined();
    });

    test('nothing is left when all goes, whatever goes first', async () => {
      const of = (kind: string) => objects.filter((object) => object.kind === kind);
      await cluster().remove(of('VirtualMachine').slice(0, 1));
      await cluster().remove(objects.filter(({ kind }) => kind !== 'VirtualMachine'));
      await cluster().remove(of('VirtualMachine'));
      await eventually(async () => {
        const left = await cluster().get('vm,vmi,service,ingress,endpointslice,role,rolebinding', '-n', NAMESPACE);
        expect(left.map(({ kind, metadata }: any) => `${kind} ${metadata.name}`)).toEqual([]);
      });
      const global = await cluster().get('clusterrole,clusterrolebinding');
      expect(global.map(({ metadata }: any) => metadata.name).filter((name: string) => name.startsWith('spectro-'))).toEqual([]);
    });
  });
}
