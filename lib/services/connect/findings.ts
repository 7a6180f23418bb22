import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { timeFindings } from '../spark-server/findings';
import type { SparkConnectServerProps } from './props';
import { CONNECT_RULES } from './rules';

const MESSAGE_MIB_MAX = 2048;

/** Findings for what a Connect server has beside other drivers. */
export function connectFindings(props: SparkConnectServerProps): Finding[] {
  const { sessionTimeout, maxMessageSize } = props;
  return [...tokenFindings(props), ...timeFindings({ sessionTimeout }), ...messageFindings(maxMessageSize)];
}

function tokenFindings({
  token,
  address,
  insecureWithoutToken = false,
  image,
  network,
}: SparkConnectServerProps): Finding[] {
  if (token === undefined) {
    if (address) return [{ rule: CONNECT_RULES.addressWithoutToken, at: 'address', value: address.host }];
    if (!insecureWithoutToken) return [{ rule: CONNECT_RULES.tokenMissing, at: 'token', value: undefined }];
    return (network?.clients ?? []).flatMap(({ cidr }, i) =>
      cidr?.endsWith('/0') === true
        ? [{ rule: CONNECT_RULES.openToAll, at: `network.clients[${i}].cidr`, value: cidr }]
        : [],
    );
  }
  const value = `${token.secretName}/${token.key}`;
  return [
    ...(insecureWithoutToken ? [{ rule: CONNECT_RULES.tokenAndNone, at: 'insecureWithoutToken', value: true }] : []),
    ...(image.version.atLeast('4.0')
      ? []
      : [{ rule: CONNECT_RULES.tokenVersion, at: 'token', value, because: `the image has ${image.version.release}` }]),
    ...(/^[-._a-zA-Z0-9]+$/.test(token.key) ? [] : [{ rule: CONNECT_RULES.secretKey, at: 'token', value }]),
  ];
}

function messageFindings(size: SparkConnectServerProps['maxMessageSize']): Finding[] {
  if (size === undefined) return [];
  const mib = mebibytes(size);
  if (Number.isInteger(mib * 1024) && mib > 0 && mib < MESSAGE_MIB_MAX) return [];
  return [{ rule: CONNECT_RULES.messageSize, at: 'maxMessageSize', value: `${mib} MiB` }];
}
