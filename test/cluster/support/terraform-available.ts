/**
 * Why the suite can't use Terraform, or undefined where it can. Found out once, before the tests are even listed
 * (test/cluster/run.ts), as a test can't be skipped later.
 */
export function terraformUnavailable(): string | undefined {
  return process.env.TESTBED_NO_TERRAFORM;
}
