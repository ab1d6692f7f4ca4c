import { TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/**
 * The provider, where the resources of `scope` can use it. Terraform looks for a provider with an alias in the stack of the
 * resource, and a provider is in one stack only. Throws where they differ.
 */
export function reachable(scope: Construct, provider: TerraformProvider | undefined): TerraformProvider | undefined {
  if (provider?.alias === undefined || TerraformStack.of(provider) === TerraformStack.of(scope)) return provider;
  const [theirs, mine] = [provider, scope].map((construct) => TerraformStack.of(construct).node.id);
  throw new Error(`"${scope.node.path}" goes through the provider "${provider.fqn}", which is in stack "${theirs}" and unknown in stack "${mine}"\n` +
    `    → make a provider in stack "${mine}" and pass it on: delivery: Delivery.helm({ provider }) for VMs and networks, helmProvider for a profile`);
}
