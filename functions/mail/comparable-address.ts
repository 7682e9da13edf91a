/**
 * The one form in which mail addresses, and what somebody typed as one, are compared (D-13): compatibility forms, case,
 * invisible characters and the spaces around it make no difference. For comparison only: mail goes to the address as it
 * is stored (B-14). Idempotent.
 */
export function comparableAddress(address: string): string {
  let text = address;
  // Dropping a character can bring two others together that compose: a second pass is then not the same as the first.
  for (let previous; text !== previous;) {
    previous = text;
    // Lower case, not upper: a dotless ı would become an I, which is somebody else's.
    text = text.normalize('NFKC').toLowerCase().replaceAll(invisible, '').trim();
  }
  return text;
}

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu;
