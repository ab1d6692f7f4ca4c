import { parse, YAMLParseError } from 'yaml';
import { CLOUD_INIT_INLINE_BYTES } from '../../kubevirt/limits';
import { isMap } from '../../kubevirt/maps';
import { normalMac } from '../../network/mac/scheme';
import { show, UNKNOWN } from '../finding';
import { networkConfig } from '../network-data';
import { Part } from '../part';
import { Problem, Rule, VmRule } from '../rule';
import { VmView } from '../vm-view';
import { exactlyOne, filled } from './checks';

const SOURCES = ['cloudInitNoCloud', 'cloudInitConfigDrive'];

/** Where KubeVirt takes user data and network data from: text, base64 or a Secret. */
const KINDS = [
  { text: 'userData', base64: 'userDataBase64', secret: 'secretRef' },
  { text: 'networkData', base64: 'networkDataBase64', secret: 'networkDataSecretRef' },
] as const;

const FIELDS: readonly string[][] = KINDS.map((kind) => Object.values(kind));

/** The first and the second of them. */
export const [USER_DATA, NETWORK_DATA] = KINDS;

const MAC = /\b[\da-f]{2}(?:(?::[\da-f]{2}){5}|(?:-[\da-f]{2}){5})\b/gi;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const GZIP = '\u001f\ufffd';

const CLOUD_CONFIG = /^\s*#cloud-config(?![-\w])/i;

/** What was meant as one, and is a comment. */
const NEARLY_CLOUD_CONFIG = /^#\s*cloud[-_ ]?conf/i;

/**
 * What user data may begin with. cloud-init skips white space and looks at no case.
 * @see https://cloudinit.readthedocs.io/en/latest/explanation/format.html
 */
const HEADERS = [
  /^#(cloud-config|cloud-boothook|include|part-handler|upstart-job|!)/i,
  /^## template: jinja/i,
  /^content-type:/i,
  // It looks for this in the first 4096 bytes, whatever they begin with.
  /^[^]{0,4096}mime-version:/i,
  // Cloudbase-Init and EC2Launch on Windows.
  /^(#ps1|rem cmd|<script>|<powershell>)/i,
  // Guests that read their own format from the same drive: Ignition and Talos.
  /^(\{|(---\s+)?(apiV|v)ersion: v1alpha1)/,
];

/** Rules on cloud-init. What they say goes into logs: of the text, which may hold passwords, it has no more than the header. */
export const CLOUD_INIT_RULES: VmRule[] = [
  {
    id: 'VO-4',
    severity: 'error',
    phase: 'admission',
    title: 'Cloud-init has one source of user data and one of network data, and at least one of either',
    mirrors: 'validateVolumes',
    * check(vm) {
      for (const source of cloudInits(vm)) {
        let isEmpty = true;
        for (const fields of FIELDS) {
          const given = fields.filter((field) => isGiven(source, field));
          if (given.length > 1) yield { path: source.path, message: `got ${given.join(' and ')}, expected only one of them`, remedy: `keep ${given[0]}` };
          isEmpty &&= given.length === 0;
        }
        if (!isEmpty || mayBeGiven(source)) continue;
        yield { path: source.path, message: 'got neither user data nor network data', remedy: 'set userData, or take the volume out' };
      }
    },
  },
  {
    id: 'VO-5',
    severity: 'error',
    phase: 'admission',
    title: 'Cloud-init data that stands in the VM has at most 2048 bytes',
    mirrors: 'validateVolumes',
    * check(vm) {
      for (const source of cloudInits(vm)) {
        for (const kind of KINDS) {
          for (const [field, encoding] of [[kind.text, 'utf8'], [kind.base64, 'base64']] as const) {
            const bytes = Buffer.byteLength(source.text(field) ?? '', encoding);
            if (bytes <= CLOUD_INIT_INLINE_BYTES) continue;
            yield {
              path: `${source.path}.${field}`,
              message: `got ${bytes} bytes, expected at most ${CLOUD_INIT_INLINE_BYTES}`,
              remedy: `put it into a Secret, and name that in ${kind.secret}; in this library, let cloudInit go to a Secret`,
            };
          }
        }
      }
    },
  },
  {
    id: 'VO-6',
    severity: 'error',
    phase: 'admission',
    title: 'Base64 in cloud-init is well-formed',
    mirrors: 'validateVolumes',
    * check(vm) {
      for (const source of cloudInits(vm)) {
        for (const { text, base64 } of KINDS) {
          const given = source.text(base64);
          if (!given || isBase64(given.replace(/[\r\n]/g, ''))) continue;
          yield { path: `${source.path}.${base64}`, message: 'got text that is no base64', remedy: `put plain text into ${text}` };
        }
      }
    },
  },
  {
    id: 'R-7',
    severity: 'error',
    phase: 'runtime',
    title: 'User data begins with a header the guest knows, and a cloud-config is readable YAML; a warning where the guest may have a format of its own',
    * check(vm) {
      for (const { part, text } of userData(vm)) yield* unreadable(part, text);
    },
  },
  {
    id: 'R-23',
    severity: 'warning',
    phase: 'runtime',
    title: 'Cloud-init has no passwords in plain text: whoever may read the VM may read them',
    * check(vm) {
      for (const { part, text } of userData(vm)) yield* passwords(part, text);
    },
  },
  {
    id: 'R-85',
    severity: 'error',
    phase: 'runtime',
    title: 'An Ignition configuration is JSON that says its version; a guest with another does not boot',
    * check(vm) {
      for (const { part, text } of userData(vm)) yield* ignition(part, text);
    },
  },
  {
    id: 'R-86',
    severity: 'error',
    phase: 'runtime',
    title: 'A VM has one cloud-init volume; the server takes more, and the guest gets the first',
    * check(vm) {
      for (const extra of cloudInits(vm).slice(1)) {
        yield { path: extra.path, message: 'got a second cloud-init volume, the guest reads the first alone', remedy: 'put both into one' };
      }
    },
  },
  {
    id: 'R-87',
    severity: 'error',
    phase: 'runtime',
    title: 'An answer file comes from a Secret or from a ConfigMap; the server takes both and none, and the VM does not start',
    * check({ volumes }) {
      for (const sysprep of volumes.flatMap((volume) => volume.certain(['sysprep']).map((source) => volume.at(source)))) {
        yield* exactlyOne(sysprep, ['secret', 'configMap'], 'source');
        for (const kind of sysprep.certain(['secret', 'configMap'])) yield* filled(sysprep.at(kind), 'name');
      }
    },
  },
  {
    id: 'R-6',
    severity: 'error',
    phase: 'runtime',
    title: 'A Secret or ConfigMap beside a VM has the keys that the guest\'s first boot looks for; KubeVirt passes over others in silence, or never starts the VM',
    needs: ['secretKeys', 'configMapKeys'],
    * check(vm, { secretKeys, configMapKeys }) {
      const key = (name: unknown) => `${vm.metadata.text('namespace') ?? ''}/${name}`;
      for (const source of cloudInits(vm)) {
        for (const [field, wanted] of Object.entries(SECRET_KEYS)) {
          if (source.has(field)) yield* hasKey(source.at(field), secretKeys!.get(key(source.at(field).get('name'))), wanted);
        }
      }
      for (const sysprep of vm.volumes.filter((volume) => volume.has('sysprep')).map((volume) => volume.at('sysprep'))) {
        for (const [field, keys] of [['secret', secretKeys!], ['configMap', configMapKeys!]] as const) {
          if (sysprep.has(field)) yield* hasKey(sysprep.at(field), keys.get(key(sysprep.at(field).get('name'))), ANSWER_FILES, true);
        }
      }
    },
  },
  {
    id: 'R-8',
    severity: 'error',
    phase: 'runtime',
    title: 'A MAC address that the network data looks for is that of a NIC; the guest does not set up others',
    * check(vm) {
      for (const source of cloudInits(vm)) {
        for (const { part, text } of textOf(source, NETWORK_DATA)) {
          const macs = macsOf(vm);
          // Reading YAML is slow, and mostly all addresses are those of NICs.
          if (!macs || (text.match(MAC) ?? []).every((mac) => macs.includes(normalMac(mac)!))) continue;
          for (const { mac } of networkConfig(text)) {
            if (mac === undefined || macs.includes(mac)) continue;
            yield { path: part.path, message: `got the MAC address ${mac}, the NICs have ${macs.join(', ') || 'none'}`, remedy: `use ${macs[0] ?? 'a NIC with this address'}` };
          }
        }
      }
    },
  },
  {
    id: 'R-15',
    severity: 'warning',
    phase: 'runtime',
    title: 'Windows, which an answer file is for, has Hyper-V features or a preference; it is slow without them',
    * check({ spec, domain, volumes }) {
      const answers = volumes.find((volume) => volume.has('sysprep'));
      if (!answers || spec.has('preference') || domain.at('features').which(['hyperv', 'hypervPassthrough']).length > 0) return;
      yield {
        path: `${domain.path}.features.hyperv`,
        message: 'got none, and an answer file says that the guest is Windows',
        remedy: 'set hyperv features (relaxed, vapic, spinlocks, …), or a preference such as "windows.11"',
      };
    },
  },
];

/** Keys of Secrets that KubeVirt reads, of each the first that is there. */
export const SECRET_KEYS = { secretRef: ['userdata', 'userData'], networkDataSecretRef: ['networkdata', 'networkData'] } as const;
const ANSWER_FILES = ['autounattend.xml', 'unattend.xml'];

/** `found` are the keys of the object, where it is known. */
function* hasKey(reference: Part, found: ReadonlySet<string> | undefined, wanted: readonly string[], anyCase = false): Iterable<Problem> {
  if (!found || wanted.some((key) => found.has(key)) || (anyCase && [...found].some((key) => wanted.includes(key.toLowerCase())))) return;
  const given = [...found].map(show).join(', ') || 'no key';
  yield { path: `${reference.path}.name`, message: `got ${show(reference.get('name'))}, which has ${given}, expected the key ${wanted.join(' or ')}`, remedy: `call the key "${wanted[0]}"` };
}

/** The MAC addresses of all NICs; `undefined` where some are given at start, or there are devices of the node that bring their own. */
function macsOf({ interfaces, devices }: VmView): string[] | undefined {
  if (devices.which(['hostDevices', 'gpus']).length > 0) return undefined;
  const macs = interfaces.map((nic) => normalMac(nic.text('macAddress') ?? ''));
  return macs.length === 0 || macs.includes(undefined) ? undefined : macs as string[];
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && BASE64.test(text);
}

/** What is said of user data, wherever it stands. */
const TEXT_CHECKS: Record<string, (part: Part, text: string) => Iterable<Problem>> = { 'R-7': unreadable, 'R-23': passwords, 'R-85': ignition };

/** The same of user data that lies in a Secret beside the VM. */
export const USER_DATA_SECRET_RULES: readonly Rule<Part>[] = CLOUD_INIT_RULES.filter(({ id }) => id in TEXT_CHECKS).map((rule) => ({
  ...rule,
  about: undefined,
  * check(secret) {
    for (const { part, text } of secretText(secret, SECRET_KEYS.secretRef)) yield* TEXT_CHECKS[rule.id](part, text);
  },
}));

/** A Secret holds no more. */
const SECRET_BYTES = 1_048_576;

/** Rules on the Secret beside a VM. */
export const SECRET_RULES: readonly Rule<Part>[] = [
  {
    id: 'R-88',
    severity: 'error',
    phase: 'runtime',
    title: 'An answer file is XML',
    * check(secret) {
      for (const { part, text: file } of secretText(secret, ['autounattend.xml'])) {
        const text = file.replace(/^\ufeff/, '').trim();
        if (/^<(\?xml|!--|unattend)[^]*<\/unattend>/.test(text)) continue;
        const [, tag] = /^<([A-Za-z][\w.:-]{0,39})/.exec(text.replace(/<\?[^]*?\?>|<!--[^]*?-->/g, '').trim()) ?? [];
        const got = tag ? `<${tag}> as the first tag` : 'no XML';
        yield { path: part.path, message: `got ${got}, expected a document from <unattend> to </unattend>`, remedy: 'give the text of the file, not its name' };
      }
    },
  },
  {
    id: 'R-89',
    severity: 'error',
    phase: 'admission',
    mirrors: 'ValidateSecret',
    title: 'A Secret holds at most 1 MiB',
    * check(secret) {
      const plain = secret.at('stringData');
      const encoded = secret.at('data');
      const sum = (part: Part, encoding: BufferEncoding, keys: string[]) => keys.reduce((bytes, key) => bytes + Buffer.byteLength(part.text(key) ?? '', encoding), 0);
      const keysOf = ({ value }: Part) => isMap(value) ? Object.keys(value) : [];
      // Of one key in both, the plain text counts.
      const bytes = sum(plain, 'utf8', keysOf(plain)) + sum(encoded, 'base64', keysOf(encoded).filter((key) => plain.text(key) === undefined));
      if (bytes > SECRET_BYTES) yield { path: keysOf(encoded).length > 0 ? encoded.path : plain.path, message: `got ${Math.round(bytes / 1024)} KiB, a Secret holds at most 1024`, remedy: 'let the guest download what is large' };
    },
  },
];

function* unreadable(part: Part, text: string): Iterable<Problem> {
  const start = text.trimStart();
  if (!HEADERS.some((header) => header.test(start))) {
    const [header] = /^#\S{0,19}/.exec(start) ?? [];
    const got = header ? `${show(header)} as the header` : 'no header that is known';
    const isNear = NEARLY_CLOUD_CONFIG.test(start);
    yield {
      path: part.path,
      // Guests may have formats of their own.
      severity: isNear ? 'error' : 'warning',
      message: `got ${got} in the first line; cloud-init and Ignition pass over it`,
      remedy: isNear ? 'write "#cloud-config"' : 'begin with "#cloud-config", or "#!" for a script; for Ignition, give the JSON that `butane --strict` prints',
    };
  }
  const { error } = cloudConfig(text);
  if (error) yield { path: part.path, message: `got a cloud-config that is no YAML map: ${error}`, remedy: 'correct the YAML' };
}

/** What looks like Ignition: JSON, which no other guest reads from there. */
function* ignition(part: Part, text: string): Iterable<Problem> {
  if (!text.trimStart().startsWith('{')) return;
  const remedy = 'give the JSON that `butane --strict` prints';
  try {
    if (typeof JSON.parse(text)?.ignition?.version !== 'string') yield { path: part.path, message: 'got no ignition.version', remedy };
  } catch {
    yield { path: part.path, message: 'got text that is no JSON', remedy };
  }
}

function* passwords(part: Part, text: string): Iterable<Problem> {
  for (const place of plainPasswords(cloudConfig(text).value)) yield plainPassword(part.path, place);
}

/** The cloud-init sources of a VM, which most of these rules ask for. */
export function cloudInits(vm: VmView): Part[] {
  const found = CLOUD_INITS.get(vm) ?? vm.volumes.flatMap((volume) => volume.which(SOURCES).map((source) => volume.at(source)));
  CLOUD_INITS.set(vm, found);
  return found;
}

const CLOUD_INITS = new WeakMap<VmView, Part[]>();

/** Whether a source surely says something: text that is not empty, or a Secret with a name. */
function isGiven(source: Part, field: string): boolean {
  const value = source.get(field);
  return Boolean(typeof value === 'object' ? value?.name && typeof value.name === 'string' : typeof value === 'string' && value);
}

function mayBeGiven(source: Part): boolean {
  return source.value === UNKNOWN || FIELDS.flat()
    .some((field) => source.get(field) === UNKNOWN || source.at(field).get('name') === UNKNOWN);
}

/** User data as the guest reads it. */
function userData(vm: VmView): Text[] {
  return cloudInits(vm).flatMap((source) => textOf(source, USER_DATA));
}

/** A text of cloud-init, and where it stands. */
export interface Text { readonly part: Part; readonly text: string }

/** A text that stands in the VM. */
export function textOf(source: Part, kind: { text: string; base64: string }): Text[] {
  return readable(source.at(kind.text), source.at(kind.base64));
}

/** A text as it is or as base64. What is compressed is left alone. */
function readable(plain: Part, encoded: Part): Text[] {
  if (plain.value === UNKNOWN) return [];
  if (plain.value && typeof plain.value === 'string') return [{ part: plain, text: plain.value }];
  const decoded = typeof encoded.value === 'string' ? Buffer.from(encoded.value, 'base64').toString('utf8') : '';
  return decoded === '' || decoded.startsWith(GZIP) ? [] : [{ part: encoded, text: decoded }];
}

/** The text in a Secret under the first of some keys; plain text takes the place of base64, as on the server. */
export function secretText(secret: Part, keys: readonly string[]): Text[] {
  const plain = secret.at('stringData');
  const encoded = secret.at('data');
  const key = keys.find((name) => plain.has(name) || encoded.has(name));
  return key === undefined ? [] : readable(plain.at(key), encoded.at(key));
}

/** What is read of a `#cloud-config`. */
export interface CloudConfig { readonly value?: any; readonly error?: string }

/** Two rules read the same text, and a fleet's VMs often share it. */
const read = new Map<string, CloudConfig>();
const KEPT = 1000;
const KEPT_LENGTH = 4 * CLOUD_INIT_INLINE_BYTES;

/** The content of a `#cloud-config`; nothing where the text is something else. */
export function cloudConfig(text: string): CloudConfig {
  if (!CLOUD_CONFIG.test(text)) return {};
  if (text.length > KEPT_LENGTH) return readCloudConfig(text);
  let config = read.get(text);
  if (!config) {
    config = readCloudConfig(text);
    if (read.size >= KEPT) read.clear();
    read.set(text, config);
  }
  return config;
}

function readCloudConfig(text: string): CloudConfig {
  try {
    // As cloud-init reads it: YAML 1.1, and the last of two equal keys wins.
    const value = parse(text, { version: '1.1', uniqueKeys: false, logLevel: 'error' });
    return value === null || isMap(value) ? { value } : { error: `it is a ${Array.isArray(value) ? 'list' : typeof value}` };
  } catch (error) {
    // The parser's own words quote the text.
    if (!(error instanceof YAMLParseError)) return { error: 'an alias or merge in it leads nowhere' };
    return { error: [error.code.toLowerCase().replace(/_/g, ' '), ...(error.linePos ?? []).slice(0, 1).map(({ line }) => `in line ${line}`)].join(' ') };
  }
}

/** Where passwords stand that are no hash. */
function* plainPasswords(config: any): Iterable<string> {
  if (!isMap(config)) return;
  if (isPlain(config.password)) yield 'password';
  for (const [index, user] of listOf(config.users).entries()) {
    if (isMap(user) && isPlain(user.plain_text_passwd)) yield `users[${index}].plain_text_passwd`;
  }
  const { list, users } = isMap(config.chpasswd) ? config.chpasswd : { list: undefined, users: undefined };
  const lines = typeof list === 'string' ? list.split('\n') : listOf(list);
  if (lines.some((line) => typeof line === 'string' && line.includes(':') && isPlain(line.slice(line.indexOf(':') + 1).trim()))) yield 'chpasswd.list';
  for (const [index, user] of listOf(users).entries()) {
    if (isMap(user) && user.type === 'text' && isPlain(user.password)) yield `chpasswd.users[${index}].password`;
  }
}

/** A hash begins with `$`; `R` and `RANDOM` ask cloud-init to make one up. */
function isPlain(password: unknown): boolean {
  return ['string', 'number'].includes(typeof password) && !/^(\$|R$|RANDOM$)/.test(String(password)) && password !== '';
}

/** The password itself stays out of the message. */
function plainPassword(path: string, place: string): Problem {
  return { path, message: `got ${place} in plain text`, remedy: 'use an SSH key, or a hash made with `mkpasswd -m sha-512`' };
}

function listOf(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}
