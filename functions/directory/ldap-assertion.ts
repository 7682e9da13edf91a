import { Ber, BerWriter, Control, type Filter } from 'ldapts';

/**
 * Makes a server do something only if the entry fits a filter at that moment (RFC 4528). Not critical: a server that does
 * not know it does as it is asked, as everyone did who read the entry just before.
 */
export class AssertionControl extends Control {
  readonly #filter: Filter;

  constructor(filter: Filter) {
    super('1.3.6.1.1.12');
    this.#filter = filter;
  }

  override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    this.#filter.write(value);
    writer.writeBuffer(value.buffer, Ber.OctetString);
  }
}
