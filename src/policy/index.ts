export { Admission } from './admission';
export { AdmissionOutcome, AdmissionRecord } from './record';
