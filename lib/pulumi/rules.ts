import { rules } from '../core/rules';

/** Mistakes that only a deployment with Pulumi can show. */
export const PULUMI_RULES = rules('pulumi', {
  outputAsText: [
    'an Output was turned into text before it had a value, and what came out is advice instead of the value',
    'pass the Output itself, or late.string(output) where text is put together',
  ],
  outputTooLate: [
    'overrides and patches are applied after Outputs have been taken out of an object',
    'use late.string(output) as the value of the patch, or set the field through the props',
  ],
  outputInUnion: [
    'a Quantity or a port that may be a name looks at its value at once, and an Output has none yet',
    'put a late value into it: Quantity.fromString(late.string(output))',
  ],
  lateName: [
    'the identity of an object (apiVersion, kind, name, namespace) must be known before the deployment',
    'use a plain string; a late value may stand in any other field',
  ],
  lateKey: ['a late value cannot be the key of a map', 'use a plain string as the key and the late value as its value'],
  lateLost: [
    'a late value got lost on its way into the object: the field wants another type (a Quantity, a number, a union)',
    'wrap the text in the type that the field wants, such as Quantity.fromString(late.string(output))',
  ],
  lateCut: [
    'a late value was cut, re-encoded or changed before it reached the object',
    'pass late values on as they are; encode or shorten them with output.apply(...) first',
  ],
  lateForeign: [
    'this late value belongs to another deployment',
    'make it with the late values of the deployment that uses it',
  ],
  lateUndefined: [
    'this Output has no value, so the field would be empty',
    'check the property of the resource that the Output comes from',
  ],
  lateStructure: [
    'only strings, numbers and booleans can become part of a text',
    'turn it into text first: late.string(output.apply((value) => JSON.stringify(value)))',
  ],
  lateArgument: ['late values are made from Outputs', 'pass an Output; a plain string needs no late value'],
  secretInConfigMap: [
    'a ConfigMap can be read by everybody who reads its namespace, and this value is secret',
    'put it into a Secret and refer to that',
  ],
  reservedField: [
    'Pulumi keeps this top-level field for itself, and would drop it from the object',
    'deploy this object from YAML',
  ],
  generatedName: [
    'Pulumi finds an object again by its name, and this one gets another name each time',
    'set metadata.name instead of metadata.generateName',
  ],
  nothingToWrite: [
    'a deployment writes no files: values that Pulumi keeps secret would stand in them',
    'remove app.synth() from the function that builds the tree, and run cdk8s synth for YAML',
  ],
  config: ['this stack setting cannot be used', 'set it with pulumi config set'],
});
