/** API group of what can be done with VMs beside reading and writing them. */
export const SUBRESOURCES = 'subresources.kubevirt.io';

/** Ways to sit before a VM. */
export const CONSOLE_SUBRESOURCES = [
  'virtualmachineinstances/console', 'virtualmachineinstances/vnc', 'virtualmachineinstances/vnc/screenshot',
  'virtualmachineinstances/portforward', 'virtualmachines/portforward',
];

/** What turns a VM on and off. */
export const POWER_SUBRESOURCES = [
  'virtualmachines/start', 'virtualmachines/stop', 'virtualmachines/restart',
  'virtualmachineinstances/pause', 'virtualmachineinstances/unpause', 'virtualmachineinstances/softreboot', 'virtualmachineinstances/reset',
];

/** What is said of a VM beside its object. */
export const VIEW_SUBRESOURCES = [
  'virtualmachines/expand-spec', 'virtualmachines/objectgraph',
  'virtualmachineinstances/guestosinfo', 'virtualmachineinstances/filesystemlist', 'virtualmachineinstances/userlist',
  'virtualmachineinstances/objectgraph',
];
