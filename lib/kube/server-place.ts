/** Where the objects of a server are, and what they are called. */
export interface ServerPlace {
  readonly name: string;
  readonly namespace: string;
  /** Labels that tell its pods from all others. */
  readonly selector: { readonly [key: string]: string };
}
