import { Asked, revealList } from './reveal';
import { Surroundings } from './surroundings';
import { isMap } from '../../kubevirt/maps';
import { UNKNOWN } from '../finding';
import { Part } from '../part';
import { cloudConfig, cloudInits, SECRET_KEYS, secretText, textOf, USER_DATA } from '../rules/cloud-init';
import { VmView } from '../vm-view';

/** What the guest is told at its first boot. */
export interface UserData {
  readonly path: string;
  readonly text: string;
}

/** User data of a VM: what stands in it, and what is in Secrets that are known. */
export function userDataOf(vm: VmView, surroundings: Surroundings, asked: Asked): UserData[] {
  revealList(vm.template, 'volumes', asked);
  return cloudInits(vm).flatMap((source) => {
    if (source.value === UNKNOWN) asked(source.path);
    const { texts, part } = source.has('secretRef') ? inSecret(vm, source.at('secretRef'), surroundings) : inVm(source);
    if (part && texts.length === 0) asked(part.path);
    return texts.map((text) => ({ path: (part ?? source).path, text }));
  });
}

/** Texts of a source, and the field that holds them, where there is one. */
interface Texts { readonly texts: string[]; readonly part?: Part }

function inVm(source: Part): Texts {
  const [field] = source.which([USER_DATA.text, USER_DATA.base64]).filter((name) => source.get(name) !== '');
  return { texts: textOf(source, USER_DATA).map(({ text }) => text), part: field === undefined ? undefined : source.at(field) };
}

function inSecret(vm: VmView, reference: Part, { secret }: Surroundings): Texts {
  const found = secret(`${vm.metadata.text('namespace') ?? ''}/${reference.text('name')}`);
  return { texts: found ? secretText(new Part(found, ''), SECRET_KEYS.secretRef).map(({ text }) => text) : [], part: reference };
}

/** The maps of the `#cloud-config`s; with Jinja in it, as far as it is YAML all the same. */
export function cloudConfigsOf(data: readonly UserData[], asked: Asked): Record<string, any>[] {
  return data.flatMap(({ path, text }) => {
    if (!isCloudConfig(text)) return [];
    const { value, error } = cloudConfig(text.replace(JINJA, ''));
    if (error !== undefined) asked(path);
    return isMap(value) ? [value] : [];
  });
}

/**
 * Users that get a password at the first boot: by a cloud-config, by Ignition, by a script that says so plainly, or by a Secret of the
 * guest agent. `default` is the user that the image brings along.
 */
export function usersWithPassword(vm: VmView, surroundings: Surroundings, asked: Asked): string[] {
  const data = userDataOf(vm, surroundings, asked);
  for (const { path } of data.filter(({ text }) => !isReadable(text))) asked(path);
  const users = [
    ...cloudConfigsOf(data, asked).flatMap((config) => [...inCloudConfig(config)]),
    ...data.flatMap(({ text }) => isScript(text) ? inScript(text) : inIgnition(text)),
    ...inAccessCredentials(vm, surroundings, asked),
  ];
  return [...new Set(users)].sort();
}

const JINJA = /^\s*## template: jinja[^\n]*\n/i;

function isCloudConfig(text: string): boolean {
  return /^\s*#cloud-config(?![-\w])/i.test(text.replace(JINJA, ''));
}

function isScript(text: string): boolean {
  return /^\s*(#!|#cloud-boothook|#ps1|rem cmd|<script>|<powershell>)/i.test(text);
}

function isIgnition(text: string): boolean {
  return text.trimStart().startsWith('{');
}

/** What cloud-init takes from elsewhere, or puts together of several parts, is not read. */
function isReadable(text: string): boolean {
  return isCloudConfig(text) || isScript(text) || isIgnition(text) || text.trim() === '';
}

function* inCloudConfig({ password, user, users, chpasswd, system_info: system, runcmd, bootcmd }: Record<string, any>): Iterable<string> {
  const own = isMap(user) ? user : { name: user };
  const standard = [own.name, system?.default_user?.name].find((name) => typeof name === 'string') ?? 'default';
  if (isPassword(password) || hasPassword(own)) yield standard;
  for (const [name, one] of Array.isArray(users) ? users.map((item) => [item?.name, item]) : Object.entries(isMap(users) ? users : {})) {
    if (isMap(one) && typeof name === 'string' && hasPassword(one)) yield name;
  }
  const { list, users: changed } = isMap(chpasswd) ? chpasswd : { list: undefined, users: undefined };
  for (const line of typeof list === 'string' ? list.split('\n') : listOf(list)) {
    const [, name] = /^\s*([^:\s]+):/.exec(String(line)) ?? [];
    if (name !== undefined) yield name;
  }
  for (const one of listOf(changed)) {
    if (typeof one?.name === 'string') yield one.name;
  }
  for (const command of [...listOf(runcmd), ...listOf(bootcmd)]) {
    yield* inScript(Array.isArray(command) ? command.map(String).join(' ') : String(command));
  }
}

function hasPassword(user: Record<string, any>): boolean {
  return ['passwd', 'hashed_passwd', 'plain_text_passwd'].some((field) => isPassword(user[field]));
}

/** A hash that begins so fits no password. */
function isPassword(given: unknown): boolean {
  return ['string', 'number'].includes(typeof given) && !/^[!*]/.test(String(given));
}

/** Names before a colon in what goes to `chpasswd`, and those whose password `usermod` sets. */
function inScript(text: string): string[] {
  const lines = text.split('\n').filter((line) => !/\b(chown|chgrp)\b/.test(line));
  const changed = /\bchpasswd\b/.test(text) ? lines.flatMap((line) => [...line.matchAll(/(?:^|[\s"'(])([a-z_][\w-]*):(?=[^\s/])/gi)]) : [];
  const modified = lines.flatMap((line) => line.split(/[;|&]/)).flatMap(modifiedBy);
  return [...changed.map(([, name]) => name), ...modified];
}

/** Whose password a command sets with `usermod`, which names the user at the end. */
function modifiedBy(command: string): string[] {
  const words = command.trim().split(/\s+/);
  const start = words.findIndex((word) => /(^|\W)usermod$/i.test(word));
  if (start === -1 || !words.slice(start).some((word) => /^(-p|--password)\b/.test(word))) return [];
  const [, name] = /^([a-z_][\w-]*)["')]*$/i.exec(words.at(-1)!) ?? [];
  return name === undefined ? [] : [name];
}

function inIgnition(text: string): string[] {
  if (!isIgnition(text)) return [];
  try {
    const users: unknown = JSON.parse(text)?.passwd?.users;
    return listOf(users).flatMap((user) => isPassword(user?.passwordHash) && typeof user.name === 'string' ? [user.name] : []);
  } catch {
    return []; // a rule refuses it
  }
}

/** The keys of the Secret are names of users. */
function inAccessCredentials(vm: VmView, { secret }: Surroundings, asked: Asked): string[] {
  return revealList(vm.template, 'accessCredentials', asked).filter((credential) => credential.has('userPassword')).flatMap((credential) => {
    const reference = credential.reach(['userPassword', 'source', 'secret']);
    const found = secret(`${vm.metadata.text('namespace') ?? ''}/${reference.text('secretName')}`);
    const maps = found ? [found.data, found.stringData] : [UNKNOWN];
    if (maps.includes(UNKNOWN)) asked(reference.path);
    return maps.flatMap((map) => isMap(map) ? Object.keys(map) : []);
  });
}

function listOf(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}
