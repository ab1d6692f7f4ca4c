export { VmBlueprint, VmInstanceProps, VmTemplate, VmTemplateProps } from './vm-template';
