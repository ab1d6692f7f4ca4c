import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { ENVIRONMENTS } from './environments';
import { Environment, Platform } from './platform';
import { shop } from './shop';

const app = new App();

/** A stack that deploys to the cluster of an environment. */
function stackOf(name: string, { kubeContext }: Environment): TerraformStack {
  const stack = new TerraformStack(app, name);
  new LocalBackend(stack, { path: `../../../terraform.${name}.tfstate` });
  new HelmProvider(stack, 'helm', { kubernetes: { configPath: '~/.kube/config', configContext: kubeContext } });
  return stack;
}

// Two stacks each: the platform team deploys one, the team of the shop the other, which comes after it.
for (const [name, environment] of Object.entries(ENVIRONMENTS)) {
  const platform = new Platform(stackOf(`${name}-platform`, environment), name, environment);
  shop(stackOf(`${name}-shop`, environment), platform, environment);
}

app.synth();
