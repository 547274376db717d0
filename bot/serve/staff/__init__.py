"""The pages of the staff: taking texts in, and checking the rules that were drafted from them.

Plain routes of FastAPI with `bot.serve.web.markup`, not Gradio as the public pages are. Gradio
stores a file before anything of ours has looked at who sends it or how large it is, and the guard
closes its upload for that reason (`bot.serve.door`); its forms keep a state for each open page, so
that a form of forty fields is forty components on the wire at each change; and a text's HTML and
pictures would have to go through its file server, which is closed too. A form that is posted, an
answer that is a page, no script: everything that is checked is checked in one place, a page works
after a restart, and unsafe HTML cannot be written, since ``tag`` escapes whatever is no Markup.
"""
