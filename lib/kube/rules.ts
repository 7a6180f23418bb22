import { rules } from '../core/rules';

/** Mistakes in who may call a server, and whom it may call. */
export const NETWORK_RULES = rules('service', {
  peer: [
    'whom a network policy lets in is pods of a namespace, pods with labels, or a range of addresses',
    'give namespace, podLabels or cidr, and cidr without the others',
  ],
  ports: [
    'a way through a network policy needs ports from 1 to 65535',
    'name the ports that the other side listens on',
  ],
});
