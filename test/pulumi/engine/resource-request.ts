import type { Alias } from '@pulumi/pulumi/proto/alias_pb';
import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { ResourceOptions } from './state';
import { composeUrn, nameOf, qualifiedType } from './urn';
import type { Properties } from './wire';

/** A registration as the engine sees it. */
export interface Registration {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly parent?: string;
  readonly inputs: Properties;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: { readonly [property: string]: readonly string[] };
  readonly options: ResourceOptions;
}

export function readRegistration(request: RegisterResourceRequest, stack: string, project: string): Registration {
  const parent = request.getParent();
  const identity = { stack, project, type: request.getType(), name: request.getName() };
  const urn = composeUrn({ ...identity, ...(parent === '' ? {} : { parent }) });
  const propertyDependencies: Record<string, string[]> = {};
  request
    .getPropertydependenciesMap()
    .forEach((urns, property) => (propertyDependencies[property] = urns.getUrnsList()));
  return {
    urn,
    type: identity.type,
    custom: request.getCustom(),
    ...(parent === '' ? {} : { parent }),
    inputs: request.getObject()?.toJavaScript() ?? {},
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    options: {
      provider: request.getProvider(),
      version: request.getVersion(),
      ...(request.getDeletebeforereplacedefined() ? { deleteBeforeReplace: request.getDeletebeforereplace() } : {}),
      replaceOnChanges: request.getReplaceonchangesList(),
      ignoreChanges: request.getIgnorechangesList(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      retainOnDelete: request.getRetainondelete() ?? false,
      protect: request.getProtect() ?? false,
      aliases: [
        ...request.getAliasurnsList(),
        ...request.getAliasesList().map((alias) => aliasUrn(alias, { ...identity, parent })),
      ],
      ...(request.getImportid() === '' ? {} : { importId: request.getImportid() }),
    },
  };
}

interface Own {
  readonly stack: string;
  readonly project: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string;
}

/** What an alias leaves open is as it is now. */
function aliasUrn(alias: Alias, own: Own): string {
  const spec = alias.getSpec();
  if (spec === undefined) return alias.getUrn();
  const parent = spec.getNoparent() ? '' : spec.getParenturn() || own.parent;
  return composeUrn({
    stack: spec.getStack() || own.stack,
    project: spec.getProject() || own.project,
    type: spec.getType() || own.type,
    name: spec.getName() || own.name,
    ...(parent === '' ? {} : { parent }),
  });
}

/** For messages: `kubernetes:core/v1:ConfigMap a/b`. */
export function label(urn: string): string {
  return `${qualifiedType(urn).split('$').pop() ?? ''} ${nameOf(urn)}`;
}
