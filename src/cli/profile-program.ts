import { oneLine } from './one-line';
import { Comments, Writing } from './typescript';
import { VmoClusterProfileProps } from '../profile/props';

/** What a printed program says beside its code. */
export interface ProgramNotes {
  /** At its top, a line each. */
  readonly head: readonly string[];
  /** Before props of the profile. */
  readonly props?: Comments;
}

/** A whole `main.ts`: an app with one stack, and in it the platform with these props. */
export function profileProgram(props: VmoClusterProfileProps, { head, props: comments = {} }: ProgramNotes): string {
  const writing = new Writing();
  const before = 'const cluster = ';
  const profile = writing.profile(props, before, comments);
  return `${head.map((line) => `// ${oneLine(line)}`.trimEnd()).join('\n')}
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, TerraformStack } from 'cdktf';
${writing.importOf('cdktf-vmo')}

const app = new App();
const stack = new TerraformStack(app, 'vmo');
// A kubeconfig of the cluster for somebody who may do everything on it. Palette hands out its own for each cluster.
new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config' } });

${before}${profile};

// VMs go here: new VirtualMachine(stack, 'web-0', { cluster, … });
app.synth();
`;
}
