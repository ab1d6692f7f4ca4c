import { GoModule } from './go-module';
import { sorted } from './json';

const FOLDER = 'pkg/virt-config/featuregate';

/** Go's names of the states, as they stand in a registration. */
const STATES = ['Alpha', 'Beta', 'GA', 'Deprecated', 'Discontinued'];

/** Every feature gate the version registers, with its state. The code is the source: comments beside the constants disagree with it in places. */
export function gates(kubevirt: GoModule): Record<string, string> {
  const files = kubevirt.list(FOLDER).filter((file) => file.endsWith('.go') && !file.endsWith('_test.go'));
  const source = files.map((file) => kubevirt.read(file)).join('\n');
  const names = new Map([...source.matchAll(/^\s*(?:const )?(\w+)\s*=\s*"([^"]*)"/gm)].map(([, constant, name]) => [constant, name]));
  const registrations = [...source.matchAll(/\bRegisterFeatureGate\(FeatureGate\{([^\n]*)/g)].map(([, fields]) => {
    const [, constant, state] = /Name: (\w+), State: (\w+)/.exec(fields) ?? [];
    const name = names.get(constant);
    if (!name || !STATES.includes(state)) {
      throw new Error(`${FOLDER} of ${kubevirt.version}: cannot read the registration "${fields}", adapt tools/facts/gates.ts`);
    }
    return [name, state];
  });
  return sorted(Object.fromEntries(registrations));
}
