export { SshCommandOptions, VmConnection } from './connection';
export { GatewayReference, GatewayRoute, HttpRouteOptions, TcpRouteOptions, TlsRouteOptions } from './gateway-route';
export { VmAccess, VmGrant, VmGrantProps } from './grant';
export { IngressPathType, VmIngress } from './ingress';
export { VmRole } from './role-rules';
export { VmRoleBinding, VmRoleBindingOptions, VmRoleBindingProps, VmRoles, VmRolesProps } from './roles';
export { VmService } from './service';
export {
  IpFamily, IpFamilyPolicy, LoadBalancerOptions, ServicePort, ServiceProtocol, ServiceType, SessionAffinity, TrafficPolicy, VmServiceOptions,
  VmServiceProps,
} from './service-options';
export { Subject } from './subject';
