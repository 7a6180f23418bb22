/**
 * Spark properties on their way into fields of a custom resource. What a field takes is gone from `rest`, so nothing is
 * said twice and nothing is lost.
 */
export class PropertyFields {
  private readonly left: Map<string, string>;

  public constructor(properties: { readonly [key: string]: string }) {
    this.left = new Map(Object.entries(properties));
  }

  /** The value of a property. */
  public take(key: string): string | undefined {
    const value = this.left.get(key);
    this.left.delete(key);
    return value;
  }

  /** The value of a property, as the field of this name. */
  public text<F extends string>(field: F, key: string): { [K in F]?: string } {
    const value = this.take(key);
    return (value === undefined ? {} : { [field]: value }) as { [K in F]?: string };
  }

  /** The value of a property that is a number, as the field of this name. */
  public number<F extends string>(field: F, key: string): { [K in F]?: number } {
    const value = this.take(key);
    return (value === undefined ? {} : { [field]: Number(value) }) as { [K in F]?: number };
  }

  /** The value of a property that is a list, less some of it, as the field of this name. */
  public list<F extends string>(field: F, key: string, without: readonly string[] = []): { [K in F]?: string[] } {
    const items = (this.take(key) ?? '').split(',').filter((item) => item !== '' && !without.includes(item));
    return (items.length === 0 ? {} : { [field]: items }) as { [K in F]?: string[] };
  }

  /** All properties with this prefix, by the rest of their keys. */
  public map(prefix: string): { [key: string]: string } {
    const found = [...this.left].filter(([key]) => key.startsWith(prefix));
    for (const [key] of found) this.left.delete(key);
    return Object.fromEntries(found.map(([key, value]) => [key.slice(prefix.length), value]));
  }

  /** What no field took, by key. */
  public get rest(): { [key: string]: string } {
    return Object.fromEntries([...this.left].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
