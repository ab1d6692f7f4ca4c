export { SshCommandOptions, VmConnection } from './connection';
export { GatewayRoute, HttpRouteOptions, TcpRouteOptions, TlsRouteOptions } from './gateway-route';
export { VmAccess, VmGrant, VmGrantProps } from './grant';
export { VmIngress } from './ingress';
export { GatewayReference } from '../construct/gateway-route';
export { IngressPathType } from '../construct/ingress';
export { LoadBalancerOptions, TrafficPolicy } from '../construct/load-balancer';
export { VmRole } from '../construct/role-rules';
export { VmRoleBinding, VmRoleBindingOptions, VmRoleBindingProps, VmRoles, VmRolesProps } from './roles';
export { VmService } from './service';
export {
  IpFamily, IpFamilyPolicy, ServicePort, ServiceProtocol, ServiceType, SessionAffinity, VmServiceOptions, VmServiceProps,
} from './service-options';
export { Subject } from '../construct/subject';
