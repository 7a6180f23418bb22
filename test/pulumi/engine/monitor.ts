import * as grpc from '@grpc/grpc-js';
import { EngineService, type IEngineServer } from '@pulumi/pulumi/proto/engine_grpc_pb';
import * as engine from '@pulumi/pulumi/proto/engine_pb';
import { ResourceMonitorService, type IResourceMonitorServer } from '@pulumi/pulumi/proto/resource_grpc_pb';
import * as monitor from '@pulumi/pulumi/proto/resource_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import type { Deployment } from './deployment';
import type { KubernetesProvider } from './provider';
import { readRegistration } from './resource-request';
import { composeUrn } from './urn';
import type { Properties } from './wire';

/** What the SDK may ask for; transforms and hooks would call back into the program. */
const FEATURES = ['secrets', 'resourceReferences', 'outputValues', 'deletedWith', 'aliasSpecs'];

/** A request of the program as plain JSON, for tests that look for what must not be said. */
export interface Request {
  readonly method: string;
  readonly content: Properties;
}

export interface Log {
  readonly severity: string;
  readonly message: string;
}

/** The gRPC server that a program talks to: resource monitor and engine at one address. */
export class Monitor {
  public readonly requests: Request[] = [];
  public readonly logs: Log[] = [];
  /** What the operation failed with first, in the engine's words. */
  public failure: Error | undefined;
  /** Outputs of the stack. */
  public outputs: Properties = {};
  private readonly server = new grpc.Server({
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  });
  private root = '';
  private running = 0;

  public constructor(
    private readonly deployment: Deployment,
    private readonly provider: KubernetesProvider,
    private readonly stack: string,
    private readonly project: string,
  ) {
    this.server.addService(ResourceMonitorService, this.monitorService());
    this.server.addService(EngineService, this.engineService());
  }

  /** Listens; gives back the address. */
  public async listen(): Promise<string> {
    const port = await new Promise<number>((resolve, reject) => {
      this.server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
    return `127.0.0.1:${port}`;
  }

  public close(): void {
    this.server.forceShutdown();
  }

  /** Whether the program waits for the engine. */
  public get busy(): boolean {
    return this.running > 0;
  }

  private monitorService(): IResourceMonitorServer {
    return {
      supportsFeature: this.answer('SupportsFeature', (request: monitor.SupportsFeatureRequest) =>
        new monitor.SupportsFeatureResponse().setHassupport(FEATURES.includes(request.getId())),
      ),
      registerResource: this.answer('RegisterResource', (request: monitor.RegisterResourceRequest) =>
        this.register(request),
      ),
      registerResourceOutputs: this.answer(
        'RegisterResourceOutputs',
        (request: monitor.RegisterResourceOutputsRequest) => {
          if (request.getUrn() === this.root) this.outputs = plain(request.getOutputs());
          return new Empty();
        },
      ),
      readResource: this.answer('ReadResource', (request: monitor.ReadResourceRequest) => this.read(request)),
      signalAndWaitForShutdown: this.answer('SignalAndWaitForShutdown', () => new Empty()),
      invoke: this.refuse('Invoke'),
      call: this.refuse('Call'),
      getDeploymentInfo: this.refuse('GetDeploymentInfo'),
      registerStackTransform: this.refuse('RegisterStackTransform'),
      registerStackInvokeTransform: this.refuse('RegisterStackInvokeTransform'),
      registerResourceHook: this.refuse('RegisterResourceHook'),
      registerErrorHook: this.refuse('RegisterErrorHook'),
      registerPackage: this.refuse('RegisterPackage'),
    };
  }

  private engineService(): IEngineServer {
    return {
      log: this.answer('Log', (request: engine.LogRequest) => {
        const severity = Object.keys(engine.LogSeverity)[request.getSeverity()] ?? 'INFO';
        if (!isDebug(request)) this.logs.push({ severity, message: request.getMessage() });
        return new Empty();
      }),
      getRootResource: this.answer('GetRootResource', () => new engine.GetRootResourceResponse().setUrn(this.root)),
      setRootResource: this.answer('SetRootResource', (request: engine.SetRootResourceRequest) => {
        this.root = request.getUrn();
        return new engine.SetRootResourceResponse();
      }),
      startDebugging: this.refuse('StartDebugging'),
      requirePulumiVersion: this.answer('RequirePulumiVersion', () => new engine.RequirePulumiVersionResponse()),
    };
  }

  private async register(request: monitor.RegisterResourceRequest): Promise<monitor.RegisterResourceResponse> {
    // After a failure no new step begins.
    if (this.failure !== undefined) throw this.failure;
    if (request.getRemote()) throw new Error(`${request.getType()}: remote components are not supported`);
    const registration = readRegistration(request, this.stack, this.project);
    const { urn, id, outputs } = await this.deployment.register(registration);
    return new monitor.RegisterResourceResponse().setUrn(urn).setId(id).setObject(struct(outputs));
  }

  private async read(request: monitor.ReadResourceRequest): Promise<monitor.ReadResourceResponse> {
    const [, group = '', kind = ''] = request.getType().split(':');
    const [name = '', namespace] = request.getId().split('/').reverse();
    const ref = { apiVersion: group.replace(/^core\//, ''), kind, name, ...(namespace ? { namespace } : {}) };
    const live = await this.provider.read(ref);
    if (live === undefined) throw new Error(`${kind} ${request.getId()} does not exist`);
    const parent = request.getParent();
    const identity = { stack: this.stack, project: this.project, type: request.getType(), name: request.getName() };
    const urn = composeUrn({ ...identity, ...(parent === '' ? {} : { parent }) });
    return new monitor.ReadResourceResponse().setUrn(urn).setProperties(struct(live));
  }

  /** A handler that keeps what was asked, and the first failure. */
  private answer<Q extends Message, A>(method: string, handle: (request: Q) => A | Promise<A>): Handler<Q, A> {
    return ({ request }, callback) => {
      this.running++;
      if (!isDebug(request)) this.requests.push({ method, content: contentOf(request) });
      Promise.resolve()
        .then(() => handle(request))
        .finally(() => this.running--)
        .then(
          (response) => callback(null, response),
          (error: Error) => {
            this.failure ??= error;
            callback({ code: grpc.status.UNKNOWN, details: error.message });
          },
        );
    };
  }

  private refuse<Q extends Message, A>(method: string): Handler<Q, A> {
    return this.answer<Q, A>(method, () => {
      throw new Error(`${method} is not supported by the engine of the tests`);
    });
  }
}

type Handler<Q, A> = grpc.handleUnaryCall<Q, A>;

interface Message {
  toObject(): object;
}

/** The SDK's own trace, which repeats whole answers; the CLI drops it as well. */
function isDebug(request: Message): boolean {
  return request instanceof engine.LogRequest && request.getSeverity() === engine.LogSeverity.DEBUG;
}

/** Everything a message says, its structs as they were before they were packed. */
function contentOf(request: Message): Properties {
  const structs: Properties = {};
  if (request instanceof monitor.RegisterResourceRequest) structs.object = plain(request.getObject());
  if (request instanceof monitor.RegisterResourceOutputsRequest) structs.outputs = plain(request.getOutputs());
  if (request instanceof monitor.ReadResourceRequest) structs.properties = plain(request.getProperties());
  if (request instanceof monitor.ResourceInvokeRequest) structs.args = plain(request.getArgs());
  return { ...(JSON.parse(JSON.stringify(request.toObject())) as Properties), ...structs };
}

function plain(packed: Struct | undefined): Properties {
  return packed?.toJavaScript() ?? {};
}

function struct(value: Properties): Struct {
  return Struct.fromJavaScript(value);
}
