"""Word lists written for the canary, and the hash split that keeps some of them out of training.

A word whose hash falls into the held-out share is never drawn for a training conversation; the evaluation draws
only such words. So "unseen" is a property of the word itself and cannot erode when the generator changes.
"""

import hashlib

HELD_OUT_SHARE = 6  # one word in six


def is_held_out(text):
    """Whether a slot value belongs to the evaluation side; capitals do not matter."""
    digest = hashlib.md5(text.lower().encode("utf-8")).digest()
    return digest[0] % HELD_OUT_SHARE == 0


NAMES = """Adam Alma Amina Anders Anna Anton Aria Arjun Astrid Aziz Bela Ben Berta Bianca Boris Bruno Carla Carlos Cesar
Chloe Clara Colin Cora Dalia Dana Daniel Daria David Diego Dina Dora Edgar Edith Elena Elias Elif Ella Elmo Elsa Emil
Emma Enzo Erik Esther Eva Ezra Fabian Fatima Felix Fiona Flora Frank Frida Gabriel Gina Gloria Greta Gustav Hana
Hannah Harald Hassan Heidi Helen Henry Hilda Hiro Hugo Ida Igor Ines Ingrid Irene Isaac Isabel Ivan Jack Jade Jamal
James Jana Jasper Jonas Jorge Josef Julia Juno Kai Kara Karim Kate Keiko Kenji Kira Klaus Lars Laura Layla Lea Leo
Lena Liam Lily Linda Lola Louis Lucas Lucy Luna Magda Malik Marco Maria Marta Martin Maya Mia Milan Mina Miriam Mona
Nadia Naomi Nasser Nell Nico Nina Noah Nora Olaf Olga Oliver Omar Oscar Otto Pablo Paula Pedro Petra Philip Pia Quentin
Quinn Rafael Ravi Rita Robert Rosa Ruben Ruth Samir Sara Selma Simon Sofia Sven Tara Theo Thomas Tilda Tim Tom Ugo Uma
Ursula Vera Victor Viola Walter Wanda Wendy Willem Xavier Yara Yusuf Yvonne Zara Zeno Zoe Priya Mateo Aisha Bjorn Chen
Dmitri Farid Goran Hector Imani Joel Kofi Leila Mei Nia Owen Paul Rhea Sean Tessa Umar Vito Wei Yuki Zack Alice Bob
Carol Eve Grace George Peter Mary John Jane Sam Max Alex Chris Robin Sandy Casey Jordan Riley Morgan Taylor""".split()

CITIES = """Accra Amman Antwerp Aveiro Baku Basel Bergen Bilbao Bogota Bologna Bordeaux Boston Bremen Bristol Brno Cadiz
Cairo Calgary Cardiff Cologne Cork Cusco Dakar Dallas Delft Denver Derby Dresden Dublin Durban Essen Florence Galway Geneva
Genoa Ghent Glasgow Graz Haifa Hamburg Hanoi Harbin Havana Houston Istanbul Izmir Jena Kazan Kiel Kobe Krakow Kyoto
Lagos Lahore Leeds Leiden Leipzig Lille Lima Limerick Lisbon Liverpool London Lucerne Lyon Madrid Malaga Malmo Manila
Marseille Medina Miami Milan Minsk Mumbai Munich Nagoya Nairobi Nantes Naples Nice Odense Oporto Osaka Oslo Ottawa
Oxford Padua Palermo Paris Perth Pisa Porto Prague Quito Riga Rome Rotterdam Salzburg Santiago Seattle Seoul Seville
Siena Sofia Split Stockholm Sydney Tampere Tartu Tirana Tokyo Toledo Toronto Toulouse Trieste Turin Turku Utrecht
Valencia Venice Verona Vienna Vilnius Warsaw Wellington York Zagreb Zurich Austin Berlin Chicago Dubai Athens Jakarta
Karachi Kampala Luxor Madison Nashville Orlando Phoenix Reno Savannah Tampa Tucson Winnipeg""".split()

NOUNS = """acorn airport album anchor ankle apple apron arrow atlas attic badge bakery balcony ball banana bandage banjo bank
barn barrel basket bath beach bead bean bear beaver bed bee bell belt bench berry bicycle bird biscuit blanket boat bone
book boot bottle bowl box bracelet branch bread breakfast brick bridge broom brush bucket building bus butter button
cabin cable cactus cake calendar camel camera candle canoe canyon carpet carrot castle cat ceiling cellar chain chair
chalk cherry chess chicken chimney church circle city clay clock cloth cloud coat coffee coin collar comb compass cookie
copper corner cotton cousin cow crab crane crate crayon cricket crown cup curtain cushion dance desert desk dinner dish
doctor dog doll dolphin donkey door dragon drawer dress drum duck dust eagle ear earth egg elbow elephant engine envelope
eraser falcon family farm farmer feather fence fern ferry field finger fire fish flag flame flower flute fog folder forest
fork fountain fox frame friend frog fruit garage garden garlic gate ghost gift ginger giraffe glass glove goat gold goose
grape grass guitar hammer hand harbour harp hat hawk hedge helmet hen hill honey hook horse hotel house ice
iron island ivory jacket jar jelly jewel juice jungle kettle key king kitchen kite kitten knee knife ladder lake lamb
lamp lantern leaf leather lemon letter library light lily lion lizard lock lunch machine magnet map maple marble market
mask meadow melon metal milk mill mirror mitten monkey moon moss moth mountain mouse mouth muffin museum mushroom music
napkin neck needle nest net newspaper night noodle nose notebook nut oak oar ocean office oil olive onion orange orchard
otter oven owl oyster paddle page paint palace panda paper parcel park parrot path peach peanut pear pebble pen pencil
penguin pepper piano picture pie pig pillow pilot pine pipe pirate plane planet plate plum pocket poem pond pony potato
powder puddle pumpkin puppet puzzle queen quilt rabbit radio rail rain rainbow raven ribbon rice ring river road robot
rock roof room root rope rose ruler saddle sail salad salt sand sandal scarf school scissors sea seal seed shadow shark
sheep shelf shell ship shirt shoe shop shore shovel silk silver sink sister skirt sky sled snail snake snow soap sock
sofa soup spade sparrow spider sponge spoon squirrel stable stair stamp star station steel stone stool storm story stove
straw street string sugar suit summer sun swan sweater table tail tea teacher temple tent theatre thread thumb ticket
tiger tile toast tomato tooth torch towel tower toy tractor train tray tree truck trumpet tulip tunnel turtle umbrella
uncle valley vase velvet village violin wagon wall walnut watch water wave wax well whale wheat wheel whistle willow wind
window wing winter wolf wood wool worm wrist yard yarn zebra zipper account budget client contract invoice meeting order
payment price product project receipt report schedule task team user file folder server password profile status update
version backup branch device document image language level message number owner score service token weather temperature
humidity distance duration height width weight speed size colour shape shade total amount balance capacity category
country currency date day hour minute month week year email phone address title author subject topic event flight hotel
recipe song movie stock route reminder note alarm timer translation summary""".split()

ADJECTIVES = """ancient angry bitter blue bold brave brief bright broken brown busy calm careful cheap clean clever cold cool
crisp curly damp dark deep dirty dry eager early easy empty fair famous fancy fast fierce fine firm flat fresh gentle
giant glad golden grand gray great green grumpy happy hard heavy hollow honest hot huge humble hungry icy jolly keen kind
large late lazy light little lively local lonely long loud lovely low loyal lucky mellow merry mild modern narrow neat new
noble noisy odd old orange pale patient pink plain polite proud purple quick quiet rapid rare red rich ripe rough round
royal rusty safe salty sharp shiny short shy silent silly silver simple slim slow small smart smooth soft sour spicy
steady steep sticky strange strong sunny sweet swift tall tame tender thick thin tidy tiny tired tough vast violet warm
weak wet white wide wild wise witty wooden yellow young""".split()

VERBS = """add apply archive arrange assign attach bake borrow bring build buy calculate call cancel carry change check choose
clean clear close collect compare compute convert copy count create decode delete deliver describe design detect display
download draw edit encode estimate explain export fetch fill filter find fix follow format gather generate get give grow
guess hide import insert install invite join launch list load locate lock look make measure merge mix monitor move
notify open order pack paint park pause pick plan plant play post predict prepare print publish pull push query rank read
record remove rename rent repair replace report request reserve reset resize resolve retrieve return review rotate save
scan schedule search select sell send set share show sign sort start stop store submit summarize swap switch sync tag test
track translate turn unlock update upload validate verify view visit wash watch water wrap write""".split()

JOBS = """baker teacher farmer doctor pilot painter singer driver nurse lawyer plumber gardener chef tailor writer sailor
dentist engineer actor barber butcher carpenter cleaner dancer designer florist grocer hunter jeweller judge librarian
mechanic miner musician potter printer scientist soldier tutor waiter weaver welder""".split()

PETS = ["dog", "cat", "parrot", "rabbit", "horse", "hamster", "goldfish", "turtle", "pony", "mouse"]

ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl kr l m n p pl pr qu r s sc sh sk sl sm sn sp st str t th tr v w x y z".split()
NUCLEI = "a e i o u a e i o u a e i o u a e i o u ai ea ee ia ie io oo ou au".split()
CODAS = ["", "", "", "", "b", "ck", "d", "f", "g", "l", "ll", "m", "n", "nd", "ng", "nt", "p", "r", "rd", "rk", "rn", "s", "sh",
         "sk", "ss", "st", "t", "th", "v", "x", "z", "y", "mp", "lt", "ld"]


def invented_word(random):
    """A pronounceable word of one to three syllables that stands for every word we did not list."""
    syllables = random.choice((1, 2, 2, 2, 2, 3, 3))
    return "".join(random.choice(ONSETS if index or random.random() < 0.85 else [""]) + random.choice(NUCLEI)
                   + (random.choice(CODAS) if index == syllables - 1 or random.random() < 0.2 else "")
                   for index in range(syllables))
