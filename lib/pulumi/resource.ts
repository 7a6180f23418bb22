import * as pulumi from '@pulumi/pulumi';

/** One Kubernetes object as a Pulumi resource. */
export class KubernetesResource extends pulumi.CustomResource {
  /** The metadata that the API server gave it: `metadata.uid` among others. */
  declare public readonly metadata: pulumi.Output<{ readonly [field: string]: unknown }>;

  public constructor(type: string, name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super(type, name, inputs, options);
  }
}
