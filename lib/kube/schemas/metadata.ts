import { Field } from '../crd';
import { nullable, shape } from './shape';

const { list } = Field;

/** Picks objects by their labels. */
export const LABEL_SELECTOR = shape(
  { map: 'matchLabels' },
  { matchExpressions: list(shape({ text: 'key operator', texts: 'values', required: 'key operator' })) },
);

/** Metadata inside of an object: what of it Go has to decode. */
export const METADATA = shape(
  {
    text: 'generateName name namespace resourceVersion selfLink uid',
    texts: 'finalizers',
    map: 'annotations labels',
    long: 'deletionGracePeriodSeconds generation',
  },
  {
    creationTimestamp: nullable(Field.time()),
    deletionTimestamp: nullable(Field.time()),
    managedFields: list(
      shape(
        { text: 'apiVersion fieldsType manager operation subresource' },
        { fieldsV1: Field.object(), time: nullable(Field.time()) },
      ),
    ),
    ownerReferences: list(shape({ text: 'apiVersion kind name uid', flag: 'blockOwnerDeletion controller' })),
  },
);
