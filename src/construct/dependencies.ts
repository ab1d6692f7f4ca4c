import { ITerraformDependable, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';

/**
 * What a resource in `scope` can name in its `depends_on`. What lives in another stack cannot be named there: for that,
 * `scope`'s stack is made to come after the other one.
 */
export function dependenciesOf(scope: Construct, dependables: ITerraformDependable[]): ITerraformDependable[] {
  return dependables.filter((dependable) => {
    if (!Construct.isConstruct(dependable)) return true;
    return followStackOf(scope, dependable);
  });
}

/** Makes the stack of `scope` come after the one of `other`, where they differ; says whether they are the same. */
export function followStackOf(scope: Construct, other: IConstruct): boolean {
  const mine = TerraformStack.of(scope);
  const theirs = TerraformStack.of(other);
  if (mine === theirs) return true;
  mine.addDependency(theirs);
  return false;
}
