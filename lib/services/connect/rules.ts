import { rules } from '../../core/rules';

/** Mistakes about Spark Connect servers. */
export const CONNECT_RULES = rules('connect', {
  tokenMissing: [
    'who reaches a Connect server runs code as its service account, and this one asks for nothing',
    'give token, a key of a Secret; or say insecureWithoutToken on a closed network',
  ],
  tokenVersion: [
    'a Connect server asks for a token only from Spark 4.0 on',
    'use an image with Spark 4.0 or later; or say insecureWithoutToken, with a proxy in front that asks',
  ],
  tokenAndNone: [
    'a server that asks for a token is not without one',
    'leave out insecureWithoutToken, or leave out token',
  ],
  addressWithoutToken: [
    'whoever finds the address of a server without a token runs code as its service account',
    'give token, a key of a Secret',
  ],
  openToAll: [
    'a server without a token that every address may call runs the code of whoever finds it',
    'name the callers in network.clients, or give token',
  ],
  secretKey: ['a key of a Secret has letters, digits, "-", "_" and "."', 'name a key such as token'],
  messageSize: ['gRPC takes messages of whole KiB up to 2 GiB', 'use Size.mebibytes(128) or the like'],
});
