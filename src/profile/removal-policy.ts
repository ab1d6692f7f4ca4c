/** What becomes of what a platform has on its cluster when it is destroyed. */
export enum RemovalPolicy {
  /** What VMs and their data hang on stays: CRDs and namespaces. The removal is refused while there are VMs. */
  RETAIN = 'retain',
  /** All of it goes: VMs, disks, CRDs and namespaces. */
  DESTROY = 'destroy',
}
