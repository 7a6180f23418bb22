import { Field, type Schema } from '../../kube/crd';

/** Names of fields by their type, parted by blanks: the kinds of this operator have hundreds of them. */
export interface FieldNames {
  readonly text?: string;
  /** `30s`, `1h30m`: one that cannot be read makes the operator refuse the object. */
  readonly duration?: string;
  readonly integer?: string;
  readonly long?: string;
  readonly flag?: string;
  /** Lists of strings. */
  readonly texts?: string;
  /** Maps of strings. */
  readonly textMap?: string;
  /** Objects that stay as they are written. */
  readonly object?: string;
  /** Lists of such objects. */
  readonly objects?: string;
  /** Label selectors. */
  readonly selector?: string;
}

const DURATION = '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$';

const labelSelector = Field.object({
  matchLabels: Field.map(Field.text()),
  matchExpressions: Field.list(
    Field.object({ key: Field.text(), operator: Field.text(), values: Field.list(Field.text()) }),
  ),
});

const SCHEMAS: { readonly [type in keyof FieldNames]-?: Schema } = {
  text: Field.text(),
  duration: Field.text({ pattern: DURATION }),
  integer: Field.integer(),
  long: { type: 'integer', format: 'int64' },
  flag: Field.flag(),
  texts: Field.list(Field.text()),
  textMap: Field.map(Field.text()),
  object: Field.object(),
  objects: Field.list(Field.object()),
  selector: labelSelector,
};

/** Schemas of fields by their names. */
export function typed(names: FieldNames): { [field: string]: Schema } {
  return Object.fromEntries(
    Object.entries(SCHEMAS).flatMap(([type, schema]) =>
      (names[type as keyof FieldNames] ?? '')
        .split(' ')
        .filter((name) => name !== '')
        .map((name) => [name, schema] as const),
    ),
  );
}

/** One step of relabelling. The operator counts on the action. */
const relabeling = Field.object({
  ...typed({ text: 'regex replacement separator targetLabel', texts: 'sourceLabels', long: 'modulus' }),
  action: Field.text({ default: 'replace' }),
});
export const relabelings = Field.list(relabeling);

export const tlsConfig = Field.object(
  typed({
    flag: 'insecureSkipVerify',
    text: 'serverName minVersion maxVersion caFile certFile keyFile',
    object: 'ca cert keySecret',
  }),
);
export const basicAuth = Field.object(typed({ object: 'username password' }));
export const authorization = Field.object(typed({ text: 'type credentialsFile', object: 'credentials' }));

/** How a server is spoken to, which all that call one share. */
export const httpFields: { readonly [field: string]: Schema } = {
  ...typed({ flag: 'followRedirects', text: 'proxyUrl noProxy', object: 'oauth2' }),
  tlsConfig,
  basicAuth,
  authorization,
};

/** What a monitor allows a page to bring. */
export const limitFields = typed({
  long: 'sampleLimit targetLimit labelLimit labelNameLengthLimit labelValueLengthLimit keepDroppedTargets',
  text: 'scrapeClass fallbackScrapeProtocol',
  texts: 'scrapeProtocols',
  flag: 'scrapeClassicHistograms scrapeNativeHistograms convertClassicHistogramsToNHCB',
});

/** What the operator answers. */
export const status = Field.object({
  ...typed({ integer: 'replicas updatedReplicas availableReplicas unavailableReplicas shards', flag: 'paused' }),
  selector: Field.text(),
  conditions: Field.list(
    Field.object({
      ...typed({ text: 'type status reason message', long: 'observedGeneration' }),
      lastTransitionTime: Field.time(),
    }),
  ),
});
