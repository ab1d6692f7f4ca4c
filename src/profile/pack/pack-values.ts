import { Annotations, Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { NotHonoured, readPack } from './pack';
import { Finding } from '../../admission/finding';
import { annotate, propFinding, propWarning, refuse } from '../../construct/report';
import { set } from '../../kubevirt/maps';
import { DistributionFacts, factsOf } from '../distribution';
import { VmoClusterProfileProps } from '../props';

/** Props of `VmoClusterProfile.fromPackValues()`. Each one that is given holds in place of what the pack says. */
export interface PackValuesProps extends VmoClusterProfileProps {
  /**
   * The values of Palette's VMO pack, of 1.0 or 2.0: the text of the YAML, `readFileSync('values.yaml', 'utf8')`, or the map that it is.
   */
  readonly values: any;
}

/** Values of a pack as props, and what is to be said of them. */
export interface ProfileOfPack {
  readonly props: VmoClusterProfileProps;
  /** Shows at synth what of the values does nothing, and what is worth a look. */
  annotate(profile: IConstruct): void;
}

/** @throws with every mistake in the values */
export function profileOfPack(scope: IConstruct, id: string, props: PackValuesProps): ProfileOfPack {
  const { values, ...given } = props ?? {} as PackValuesProps;
  const path = [scope.node.path, id].filter((part) => part !== '').join('/');
  if (Token.isUnresolved(values)) refuse('VmoClusterProfile', path, [UNKNOWN]);
  const { props: said, notHonoured, remarks, findings } = readPack(values);
  refuse('VmoClusterProfile', path, findings);
  // A part that the pack installs as a matter of course is not installed where the cluster has it.
  const { brings }: Pick<DistributionFacts, 'brings'> = factsOf(given) ?? { brings: [] }; // one that is none is refused later
  const brought = brings.filter((part) => given[part] === undefined && said[part]?._mode === 'install');
  return {
    props: { ...said, ...Object.fromEntries(brought.map((part) => [part, undefined])), ...set(given) as VmoClusterProfileProps },
    annotate: (profile) => {
      annotate(profile, [...remarks, ...brought.map((part) => propWarning(part, `the pack installs one, and distribution "${given.distribution}" brings one, which is used`,
        `say ${part} beside the values where it is otherwise`)), ...missed(notHonoured.filter(({ isDefault }) => !isDefault))]);
      const idle = notHonoured.filter(({ isDefault }) => isDefault);
      if (idle.length > 0) Annotations.of(profile).addInfo(`values: ${count(idle)} ${doesNothing(idle)} here, at the pack's own defaults: ${pathsOf(idle)}`);
    },
  };
}

const UNKNOWN = propFinding('values', 'got a value that is only known at apply, and the values decide at synth what is made',
  'read the file in the program: readFileSync("values.yaml", "utf8")');

function missed(changed: readonly NotHonoured[]): Finding[] {
  if (changed.length === 0) return [];
  return [propWarning('values', `${count(changed)} ${doesNothing(changed)} here: ${changed.map(({ path, reason }) => `${path} (${reason})`).join(', ')}`,
    'take them out once you have seen to it that nobody misses them')];
}

/** The paths of keys; those that stand beside each other as one: `image.{repository,tag}`. */
export function pathsOf(keys: readonly NotHonoured[]): string {
  const beside = new Map<string, string[]>();
  for (const { path } of keys) {
    const [, above, name] = /^(.*\.)([^.[\]]+)$/.exec(path) ?? [path, path, ''];
    beside.set(above, [...beside.get(above) ?? [], name]);
  }
  return [...beside].map(([above, names]) => names.length === 1 ? `${above}${names[0]}` : `${above}{${names.join(',')}}`).join(', ');
}

function count(keys: readonly unknown[]): string {
  return keys.length === 1 ? 'one key' : `${keys.length} keys`;
}

function doesNothing(keys: readonly unknown[]): string {
  return keys.length === 1 ? 'does nothing' : 'do nothing';
}
