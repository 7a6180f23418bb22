import { rules } from '../core/rules';

/** Mistakes that only the finished tree shows. */
export const SYNTH_RULES = rules('synth', {
  cannotRender: ['this object cannot be turned into a manifest', 'correct the value or patch named in the message'],
  missingKind: ['every Kubernetes object has apiVersion and kind', 'set both'],
  missingName: ['every Kubernetes object has metadata.name (or metadata.generateName)', 'set metadata.name'],
  pathName: ['this name becomes part of a URL path', 'use a name without "/" and "%", and not "." or ".."'],
  duplicateObject: [
    'two objects have the same group, kind, namespace and name: the second would overwrite the first in the cluster',
    'rename one of them or put it into another namespace',
  ],
  duplicateFile: [
    'two charts or objects would be written to the same file, and one would be lost',
    'use another yamlOutputType, or rename one of them',
  ],
  nullValue: [
    'null says nothing to the API server and would be dropped silently',
    'leave the field out, or use undefined',
  ],
  notFinite: ['a manifest has no NaN and no Infinity', 'use a finite number'],
  notPlain: [
    'only strings, numbers, booleans, lists and plain objects can be written to a manifest',
    'convert the value to one of these before passing it',
  ],
  selfDependency: ['a construct cannot wait for itself', 'remove the dependency'],
  dependencyCycle: [
    'these constructs wait for each other, so there is no order to apply them in',
    'remove one of the dependencies; between charts, whole files are ordered, so move the objects into one chart',
  ],
  syncWaveNumber: ['a sync wave is a whole number', 'write it as a text such as "2", or leave the annotation out'],
  syncWaveOrder: [
    'this object would be applied before, or together with, what it waits for',
    'choose a later wave, or leave the annotation out: waves follow from the dependencies',
  ],
  dependencyOutside: [
    'a dependency joins constructs inside charts of one app',
    'depend on a chart, or on a construct in a chart, of the same app',
  ],
});
