/** Objects as YAML. Clusters hold the same definitions and guard rails, so large texts are made once. */
import { stringify } from 'yaml';

/** Objects with longer JSON are remembered; smaller ones are nearly all different. */
const rememberedFrom = 1500;

export class YamlWriter {
  readonly #texts = new Map<string, string>();

  write(object: unknown): string {
    const json = JSON.stringify(object);
    const known = this.#texts.get(json);
    if (known !== undefined) return known;
    // Kubernetes reads YAML 1.1, where a bare on, yes or 12:30 is no text.
    const text = stringify(object, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' });
    if (json.length >= rememberedFrom) this.#texts.set(json, text);
    return text;
  }
}
