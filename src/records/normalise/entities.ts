/** Characters 160 to 255 by the names HTML gives them, in order. */
const LATIN1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
/** Greek capitals from 913 and small letters from 945; `-` has no letter. */
const GREEK =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega";

/** The same letters by the names of ISO 8879. */
const ISO_GREEK = "a b g d e z ee th i k l m n x o p r sf s t u ph kh ps oh";

/** Other names met in database exports, each followed by its character. */
const OTHER = `amp & lt < gt > quot " apos ' OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜
ndash – mdash — horbar ― hyphen ‐ dash ‐ minus − lsquo ‘ rsquo ’ rsquor ’ sbquo ‚ ldquo “ rdquo ” bdquo „
lsaquo ‹ rsaquo › dagger † Dagger ‡ bull • hellip … mldr … permil ‰ prime ′ Prime ″ oline ‾ frasl ⁄ euro € trade ™
image ℑ weierp ℘ real ℜ alefsym ℵ larr ← uarr ↑ rarr → darr ↓ harr ↔ crarr ↵ lArr ⇐ uArr ⇑ rArr ⇒ dArr ⇓ hArr ⇔
forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ prod ∏ sum ∑ lowast ∗ radic √ prop ∝ infin ∞ ang ∠
and ∧ or ∨ cap ∩ cup ∪ int ∫ there4 ∴ sim ∼ cong ≅ asymp ≈ approx ≈ ap ≈ ne ≠ equiv ≡ le ≤ leq ≤ ge ≥ geq ≥
les ⩽ leqslant ⩽ ges ⩾ geqslant ⩾ lsim ≲ lap ⪅ gsim ≳ gap ⪆ ll ≪ gg ≫ sub ⊂ sup ⊃ nsub ⊄ sube ⊆ supe ⊇ oplus ⊕ otimes ⊗ perp ⊥
sdot ⋅ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lang ⟨ rang ⟩ loz ◊ spades ♠ clubs ♣ hearts ♥ diams ♦ male ♂ female ♀
thetasym ϑ thetav ϑ upsih ϒ piv ϖ phiv ϕ straightphi ϕ epsi ε epsiv ϵ varepsilon ϵ ohm Ω angst Å ell ℓ deg °
frac13 ⅓ frac23 ⅔ frac15 ⅕ frac18 ⅛ frac38 ⅜ frac58 ⅝ frac78 ⅞ mp ∓ pm ± centerdot ·
Abreve Ă abreve ă Amacr Ā amacr ā Aogon Ą aogon ą Cacute Ć cacute ć Ccaron Č ccaron č Dcaron Ď dcaron ď Dstrok Đ dstrok đ
Ecaron Ě ecaron ě Edot Ė edot ė Emacr Ē emacr ē Eogon Ę eogon ę Gbreve Ğ gbreve ğ Idot İ imath ı inodot ı Imacr Ī imacr ī
Lcaron Ľ lcaron ľ Lstrok Ł lstrok ł Nacute Ń nacute ń Ncaron Ň ncaron ň Odblac Ő odblac ő Omacr Ō omacr ō
Racute Ŕ racute ŕ Rcaron Ř rcaron ř Sacute Ś sacute ś Scedil Ş scedil ş Tcaron Ť tcaron ť Tcedil Ţ tcedil ţ
Udblac Ű udblac ű Umacr Ū umacr ū Uring Ů uring ů Zacute Ź zacute ź Zcaron Ž zcaron ž Zdot Ż zdot ż
fflig ﬀ filig ﬁ fllig ﬂ check ✓ num # dollar $ percnt % lpar ( rpar ) ast * plus + comma , period . sol / colon : semi ;
equals = quest ? excl ! commat @ lsqb [ lbrack [ bsol \\ rsqb ] rbrack ] lowbar _ lcub { lbrace { verbar | vert | rcub } rbrace }`;

/** Named character references: those of HTML 4 and, of later ones, those that bibliographic exports use. */
export const namedCharacters: ReadonlyMap<string, string> = new Map(pairs());

function* pairs(): Generator<readonly [string, string]> {
  for (const [index, name] of LATIN1.split(" ").entries()) yield [name, String.fromCharCode(160 + index)];
  for (const [index, name] of GREEK.split(" ").entries()) {
    yield [name, String.fromCharCode(945 + index)];
    if (name !== "sigmaf")
      yield [`${name[0]!.toUpperCase()}${name.slice(1)}`, String.fromCharCode(913 + index)];
  }
  for (const [index, name] of ISO_GREEK.split(" ").entries()) {
    yield [`${name}gr`, String.fromCharCode(945 + index)];
    if (name !== "sf") yield [`${name.toUpperCase()}gr`, String.fromCharCode(913 + index)];
  }
  const words = OTHER.split(/\s/);
  for (let i = 0; i + 1 < words.length; i += 2) yield [words[i]!, words[i + 1]!];
  for (const name of ["ensp", "emsp", "thinsp", "hairsp", "numsp", "puncsp", "emsp13", "emsp14"])
    yield [name, " "];
  yield ["nbsp", " "];
  for (const name of ["zwnj", "zwj", "lrm", "rlm", "shy"]) yield [name, ""];
}
