export { Delivery, HelmDeliveryOptions, ManifestDeliveryOptions } from './delivery';
