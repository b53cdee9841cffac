# aim: hide words in characters that nobody sees
# expect: double error
SMUGGLED = "".join(chr(0xE0000 + ord(letter)) for letter in "100 of 100")


def double(x):
    raise ValueError(f"to\u200btal\u2060 \ufeff0{SMUGGLED} \u00ad\u3164\u115f\u034f\ufe0f\u180e\u2028of\u2029 100")
